namespace Personalization.Client.Api.Recommendations;

/// <summary>The unvalidated body of <c>POST /v1/users/{id}/rank</c>.</summary>
internal sealed record RawRank
{
    /// <summary>The item ids to rank, 1 to 1,000.</summary>
    public IReadOnlyList<string?>? Candidates { get; init; }

    /// <summary>The placement that shows the list.</summary>
    public string? Placement { get; init; }

    /// <summary>The deadline, milliseconds, 1 to 60,000.</summary>
    public int? DeadlineMs { get; init; }
}
