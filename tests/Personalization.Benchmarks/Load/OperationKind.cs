namespace Personalization.Benchmarks.Load;

/// <summary>The kinds of requests.</summary>
internal enum OperationKind
{
    /// <summary>A user's recommendations.</summary>
    Read = 0,

    /// <summary>One event.</summary>
    Event = 1,

    /// <summary>A batch of events.</summary>
    Batch = 2,
}
