namespace Personalization.Abstractions.Recommendations;

/// <summary>A rendered list for a caller that only passes it on. Immutable.</summary>
/// <remarks>
/// The list is rendered once where it is cached. Serializing it item by item from the silo to the API cost more than
/// the rest of the call.
/// </remarks>
[GenerateSerializer, Immutable, Alias("Personalization.ServedList")]
public sealed record ServedList
{
    /// <summary>The unique id of the answer. Clients send it with outcome events.</summary>
    [Id(0)]
    public required string RecommendationId { get; init; }

    /// <summary>The rendered items and their origin.</summary>
    [Id(1)]
    public required RenderedList Rendered { get; init; }

    /// <summary>The fallback level of the items.</summary>
    [Id(2)]
    public required FallbackLevel FallbackLevel { get; init; }

    /// <inheritdoc cref="RecommendationList.FallbackReason"/>
    [Id(3)]
    public string? FallbackReason { get; init; }

    /// <summary>The time the items were ranked, UTC.</summary>
    [Id(4)]
    public required DateTimeOffset RankedAt { get; init; }

    /// <summary>Whether the engine ranked the list without a profile, because the user never did anything.</summary>
    [Id(5)]
    public bool IsOfUnknownUser { get; init; }

    /// <summary>Renders a list, or uses the cached rendering of an earlier answer with the same items.</summary>
    public static ServedList Of(RecommendationList list, Func<RecommendedItem, ItemWords>? words = null) => new()
    {
        RecommendationId = list.RecommendationId,
        Rendered = words is null && list.Rendering is { } cache
            ? cache.Rendered ??= ListJson.Render(list)
            : ListJson.Render(list, words),
        FallbackLevel = list.FallbackLevel,
        FallbackReason = list.FallbackReason,
        RankedAt = list.RankedAt,
        IsOfUnknownUser = list is { FallbackLevel: FallbackLevel.Fresh, ProfileVersion: 0 },
    };
}
