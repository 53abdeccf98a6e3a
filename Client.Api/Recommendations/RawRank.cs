using System.ComponentModel.DataAnnotations;

namespace Personalization.Client.Api.Recommendations;

/// <summary>A request to rank candidates.</summary>
internal sealed record RawRank
{
    /// <summary>The item ids to rank, 1 to 1,000.</summary>
    [Required, MinLength(1), MaxLength(1_000)]
    public IReadOnlyList<string?>? Candidates { get; init; }

    /// <summary>The placement that shows the list.</summary>
    [MaxLength(128)]
    public string? Placement { get; init; }

    /// <summary>The deadline, milliseconds, 1 to 60,000.</summary>
    [Range(1, 60_000)]
    public int? DeadlineMs { get; init; }

    /// <summary>The filter; candidates that it refuses are left out.</summary>
    public string? Filter { get; init; }

    /// <summary>The fields of each item that the answer shows, for example <c>title</c>.</summary>
    public IReadOnlyList<string?>? Fields { get; init; }

    /// <summary>Whether the answer has titles and explanations; slower.</summary>
    public bool? Explain { get; init; }

    /// <summary>The context of the request, for filters and rules.</summary>
    public RawContext? Context { get; init; }
}
