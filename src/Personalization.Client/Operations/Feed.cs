using Personalization.Client.Http;

namespace Personalization.Client.Operations;

/// <summary>The state of an upstream feed.</summary>
public sealed record Feed
{
    /// <summary>The feed's name in the settings.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary><c>catalog</c> or <c>stock</c>.</summary>
    public string Kind { get; init; } = string.Empty;

    /// <summary><c>waiting</c>, <c>good</c>, <c>failing</c> or <c>quarantined</c>.</summary>
    public string State { get; init; } = string.Empty;

    /// <summary>The age of the applied data, seconds; null before the first good pull.</summary>
    public double? AgeSeconds { get; init; }

    /// <summary>The age above which the feed is degraded, seconds.</summary>
    public int MaxAgeSeconds { get; init; }

    /// <summary>The number of items at the last good pull.</summary>
    public int Items { get; init; }

    /// <summary>When the last pull ended; null before the first.</summary>
    public DateTimeOffset? LastPullAt { get; init; }

    /// <summary>When the next pull starts; null while a pull runs.</summary>
    public DateTimeOffset? NextPullAt { get; init; }

    /// <summary>The number of consecutive pulls that were not applied.</summary>
    public int Failures { get; init; }

    /// <summary>Whether the last pull was not applied or the data is too old.</summary>
    public bool IsDegraded { get; init; }

    /// <summary>Why the last pull was not applied; null when it was.</summary>
    public FeedReport? Report { get; init; }
}

/// <summary>Why a pull was not applied.</summary>
public sealed record FeedReport
{
    /// <summary>When the pull ended.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The first problems.</summary>
    public IReadOnlyList<RequestError> Problems { get; init => field = value ?? []; } = [];

    /// <summary>The number of all problems.</summary>
    public int ProblemCount { get; init; }

    /// <summary>The counts of the feed; null when it could not be fetched.</summary>
    public FeedFigures? Figures { get; init; }

    /// <summary>Whether a person may accept the pull.</summary>
    public bool Releasable { get; init; }
}

/// <summary>Counts of a feed and of the changes it would make.</summary>
/// <param name="Items">The number of items in the feed.</param>
/// <param name="Changed">The number of items that would change.</param>
/// <param name="Leaving">The number of items that would no longer be recommended.</param>
/// <param name="LosingFields">The number of items that would lose their title, categories or price.</param>
/// <param name="PriceJumps">The number of items whose price would change implausibly.</param>
public sealed record FeedFigures(int Items, int Changed, int Leaving, int LosingFields, int PriceJumps);
