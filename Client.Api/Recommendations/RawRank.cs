namespace Personalization.Client.Api.Recommendations;

/// <summary>The body of <c>POST /v1/users/{id}/rank</c>, as it came in.</summary>
internal sealed record RawRank
{
    /// <summary>The caller's candidates, 1 to 1,000.</summary>
    public IReadOnlyList<string?>? Candidates { get; init; }

    /// <summary>Where the list will be shown.</summary>
    public string? Placement { get; init; }

    /// <summary>The time to answer in, milliseconds, 1 to 60,000.</summary>
    public int? DeadlineMs { get; init; }
}
