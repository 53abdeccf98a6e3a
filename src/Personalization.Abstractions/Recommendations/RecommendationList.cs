using System.Collections.Immutable;

namespace Personalization.Abstractions.Recommendations;

/// <summary>A list as served, with its provenance. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.RecommendationList")]
public sealed record RecommendationList
{
    /// <summary>Names this very answer; outcomes carry it back.</summary>
    [Id(0)]
    public required string RecommendationId { get; init; }

    /// <summary>The items, best first, without repeats.</summary>
    [Id(1)]
    public required ImmutableArray<RecommendedItem> Items { get; init; }

    /// <summary>The level of the ladder the items came from.</summary>
    [Id(2)]
    public required FallbackLevel FallbackLevel { get; init; }

    /// <summary>Why the level is not <see cref="FallbackLevel.Fresh"/> (<c>deadline</c>, <c>noModel</c>, <c>profileBehind</c>, <c>unconfirmed</c>, <c>optOut</c>, <c>unavailable</c>); null when it is.</summary>
    [Id(3)]
    public string? FallbackReason { get; init; }

    /// <summary>When the items were ranked, UTC.</summary>
    [Id(4)]
    public required DateTimeOffset RankedAt { get; init; }

    /// <summary>The model version that ranked; null when none did.</summary>
    [Id(5)]
    public string? ModelVersion { get; init; }

    /// <summary>The profile's version the list reflects; 0 when it reflects none.</summary>
    [Id(6)]
    public long ProfileVersion { get; init; }

    /// <summary>The experiment arm that shaped the list; null when the user is in no experiment.</summary>
    [Id(7)]
    public string? Arm { get; init; }

    /// <summary>Asks for the next page without repeats; null when there is nothing more.</summary>
    [Id(8)]
    public ScrollCursor? Next { get; init; }

    /// <summary>Shared by all answers with these very items and this cursor, so that a reader in the same process renders them once; null after a hop.</summary>
    [field: NonSerialized]
    public ListRendering? Rendering { get; init; }
}
