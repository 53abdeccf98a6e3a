namespace Personalization.Abstractions.Recommendations;

/// <summary>
/// A list on its way to a client that only passes it on: rendered where it is kept, once for as long as it is, since
/// carrying it item by item from silo to API cost more than all the rest of the call. Immutable.
/// </summary>
[GenerateSerializer, Immutable, Alias("Personalization.ServedList")]
public sealed record ServedList
{
    /// <summary>Names this very answer; outcomes carry it back.</summary>
    [Id(0)]
    public required string RecommendationId { get; init; }

    /// <summary>The items and what they were ranked from, rendered.</summary>
    [Id(1)]
    public required RenderedList Rendered { get; init; }

    /// <summary>The level of the ladder the items came from.</summary>
    [Id(2)]
    public required FallbackLevel FallbackLevel { get; init; }

    /// <inheritdoc cref="RecommendationList.FallbackReason"/>
    [Id(3)]
    public string? FallbackReason { get; init; }

    /// <summary>When the items were ranked, UTC.</summary>
    [Id(4)]
    public required DateTimeOffset RankedAt { get; init; }

    /// <summary>Renders a list, or takes what an earlier answer with the same items left.</summary>
    public static ServedList Of(RecommendationList list, Func<RecommendedItem, ItemWords>? words = null) => new()
    {
        RecommendationId = list.RecommendationId,
        Rendered = words is null && list.Rendering is { } kept ? kept.Rendered ??= ListJson.Render(list) : ListJson.Render(list, words),
        FallbackLevel = list.FallbackLevel,
        FallbackReason = list.FallbackReason,
        RankedAt = list.RankedAt,
    };
}
