namespace Personalization.Abstractions.Recommendations;

/// <summary>What a client asks of <c>GET /v1/users/{id}/recommendations</c>, already validated.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.RecommendationQuery")]
public sealed record RecommendationQuery
{
    /// <summary>The placement used when a client names none.</summary>
    public const string DefaultPlacement = "default";

    /// <summary>Where the list will be shown; chooses the policy. A placement without settings has the default policy.</summary>
    [Id(0)]
    public string Placement { get; init; } = DefaultPlacement;

    /// <summary>How many items, 1 to 200.</summary>
    [Id(1)]
    public int Count { get; init; } = 20;

    /// <summary>The cursor of the page before, null for the first page.</summary>
    [Id(2)]
    public ScrollCursor? Cursor { get; init; }

    /// <summary>Which items may be on the list; null for all.</summary>
    [Id(3)]
    public ItemFilter? Filter { get; init; }

    /// <summary>The profile version the answer must contain (from an acknowledgement); 0 for any.</summary>
    [Id(4)]
    public long MinVersion { get; init; }

    /// <summary>The time left to answer in, from now, milliseconds, 1 to 60,000.</summary>
    [Id(5)]
    public int DeadlineMs { get; init; } = 150;

    /// <summary>When the query was sent, by the sender's clock, UTC ticks, so that the time it waited for its turn can be told; 0 when unknown.</summary>
    [Id(6)]
    public long SentAt { get; init; }

    /// <summary>Names the process whose clock <see cref="SentAt"/> is of; 0 when unknown.</summary>
    [Id(7)]
    public int Sender { get; init; }
}
