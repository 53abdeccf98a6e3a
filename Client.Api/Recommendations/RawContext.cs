using System.ComponentModel.DataAnnotations;

namespace Personalization.Client.Api.Recommendations;

/// <summary>The context of a request. Filters and rules read it as <c>context.NAME</c>.</summary>
internal sealed record RawContext
{
    /// <summary>The kind of device, for example <c>phone</c>.</summary>
    [MinLength(1), MaxLength(64)]
    public string? Device { get; init; }

    /// <summary>The country, two letters (ISO 3166-1).</summary>
    [MinLength(2), MaxLength(2)]
    public string? Country { get; init; }

    /// <summary>The hour of the day at the user's place, 0 to 23.</summary>
    [Range(0, 23)]
    public int? Hour { get; init; }

    /// <summary>The page that shows the list, for example <c>product</c>.</summary>
    [MinLength(1), MaxLength(256)]
    public string? Page { get; init; }

    /// <summary>Where the user came from, for example <c>newsletter</c>.</summary>
    [MinLength(1), MaxLength(256)]
    public string? Referrer { get; init; }

    /// <summary>The ids of the items in the cart, at most 100.</summary>
    [MaxLength(100)]
    public IReadOnlyList<string?>? Cart { get; init; }
}
