namespace Personalization.Client.Recommendations;

/// <summary>
/// The situation of one request, for filters and merchandising rules with <c>context.NAME</c>. It does not change the
/// user's profile.
/// </summary>
public sealed record RequestContext
{
    /// <summary>The kind of device, for example <c>phone</c>; null when unknown.</summary>
    public string? Device { get; init; }

    /// <summary>The country, two letters (ISO 3166-1); null when unknown.</summary>
    public string? Country { get; init; }

    /// <summary>The hour of the day at the user's place, 0 to 23; null when unknown.</summary>
    public int? Hour { get; init; }

    /// <summary>The page that shows the list, for example <c>product</c>; null when unknown.</summary>
    public string? Page { get; init; }

    /// <summary>Where the user came from, for example <c>newsletter</c>; null when unknown.</summary>
    public string? Referrer { get; init; }

    /// <summary>The ids of the items in the cart, at most 100; null when unknown.</summary>
    public IReadOnlyList<string>? Cart { get; init; }
}
