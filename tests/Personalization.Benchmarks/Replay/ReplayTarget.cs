namespace Personalization.Benchmarks.Replay;

/// <summary>The next choice of a user.</summary>
internal enum ReplayTarget
{
    /// <summary>An unseen item that the user buys in this event or later.</summary>
    Bought,

    /// <summary>An unseen item that the user never buys.</summary>
    Viewed,

    /// <summary>Any item other than the current one.</summary>
    Next,
}
