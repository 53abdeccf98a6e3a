using System.Collections.Immutable;

namespace Personalization.Abstractions.Recommendations;

/// <summary>A list of recommendations with its provenance. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.RecommendationList")]
public sealed record RecommendationList
{
    /// <summary>The unique id of the answer. Clients send it with outcome events.</summary>
    [Id(0)]
    public required string RecommendationId { get; init; }

    /// <summary>The items, best first, without repeats.</summary>
    [Id(1)]
    public required ImmutableArray<RecommendedItem> Items { get; init; }

    /// <summary>The fallback level of the items.</summary>
    [Id(2)]
    public required FallbackLevel FallbackLevel { get; init; }

    /// <summary>
    /// The reason why the level is not <see cref="FallbackLevel.Fresh"/> (<c>deadline</c>, <c>noModel</c>,
    /// <c>modelDamaged</c>, <c>profileBehind</c>, <c>unconfirmed</c>, <c>optOut</c>, <c>unavailable</c>); null when it
    /// is.
    /// </summary>
    [Id(3)]
    public string? FallbackReason { get; init; }

    /// <summary>The time the items were ranked, UTC.</summary>
    [Id(4)]
    public required DateTimeOffset RankedAt { get; init; }

    /// <summary>The model version that ranked the items; null for none.</summary>
    [Id(5)]
    public string? ModelVersion { get; init; }

    /// <summary>
    /// The version of the user's profile. A cached list has the version that it was ranked from. 0 for a list of no
    /// user, and when the engine did not answer.
    /// </summary>
    [Id(6)]
    public long ProfileVersion { get; init; }

    /// <summary>The experiment arm that shaped the list; null for none.</summary>
    [Id(7)]
    public string? Arm { get; init; }

    /// <summary>The cursor for the next page without repeats; null when there are no more items.</summary>
    [Id(8)]
    public ScrollCursor? Next { get; init; }

    /// <summary>
    /// The cached rendering, shared by all answers in this process that have the same items and cursor; null after
    /// serialization.
    /// </summary>
    [field: NonSerialized]
    public ListRendering? Rendering { get; init; }
}
