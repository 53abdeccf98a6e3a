using Personalization.Abstractions.Filters;

namespace Personalization.Abstractions.Recommendations;

/// <summary>A validated query of <c>GET /v1/users/{id}/recommendations</c>. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.RecommendationQuery")]
public sealed record RecommendationQuery
{
    /// <summary>The placement of a query that names none.</summary>
    public const string DefaultPlacement = "default";

    /// <summary>The placement, which selects the policy. A placement without settings has the default policy.</summary>
    [Id(0)]
    public string Placement { get; init; } = DefaultPlacement;

    /// <summary>The number of items, 1 to 200.</summary>
    [Id(1)]
    public int Count { get; init; } = 20;

    /// <summary>The cursor from the previous page; null for the first page.</summary>
    [Id(2)]
    public ScrollCursor? Cursor { get; init; }

    /// <summary>The filter for the items; null for all items.</summary>
    [Id(3)]
    public ItemFilter? Filter { get; init; }

    /// <summary>The minimum profile version that the answer must reflect, from an acknowledgement; 0 for any.</summary>
    [Id(4)]
    public long MinVersion { get; init; }

    /// <summary>The time left for the answer, milliseconds, 1 to 60,000.</summary>
    [Id(5)]
    public int DeadlineMs { get; init; } = 150;

    /// <summary>The time the query was sent by the sender's clock, UTC ticks; 0 when unknown.</summary>
    /// <remarks>Used to measure the time the query waited in the grain's queue.</remarks>
    [Id(6)]
    public long SentAt { get; init; }

    /// <summary>The id of the process whose clock set <see cref="SentAt"/>; 0 when unknown.</summary>
    [Id(7)]
    public int Sender { get; init; }

    /// <summary>The context of the request for filters and rules; null when the client sent none.</summary>
    [Id(8)]
    public ListContext? Context { get; init; }
}
