namespace Personalization.Abstractions.Lists;

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

    /// <summary>The rung of the ladder the items came from.</summary>
    [Id(2)]
    public required Rung Rung { get; init; }

    /// <inheritdoc cref="RecommendationList.RungReason"/>
    [Id(3)]
    public string? RungReason { get; init; }

    /// <summary>When the items were ranked, UTC.</summary>
    [Id(4)]
    public required DateTimeOffset RankedAt { get; init; }

    /// <summary>Renders a list, or takes what an earlier answer with the same items left.</summary>
    public static ServedList Of(RecommendationList list, Func<RecommendedItem, ItemWords>? words = null) => new()
    {
        RecommendationId = list.RecommendationId,
        Rendered = words is null && list.Rendering is { } kept ? kept.Rendered ??= ListJson.Render(list) : ListJson.Render(list, words),
        Rung = list.Rung,
        RungReason = list.RungReason,
        RankedAt = list.RankedAt,
    };
}
