namespace Personalization.Benchmarks.Cluster.Failover;

/// <summary>The kinds of answers the watch tells apart.</summary>
internal enum ReadingAnswer
{
    /// <summary>The user's own list, of the profile as last acknowledged.</summary>
    Own,

    /// <summary>A list from a lower level, said to be so.</summary>
    Lower,

    /// <summary>A write that was acknowledged.</summary>
    Written,

    /// <summary>A write that was refused by a named error.</summary>
    Refused,

    /// <summary>No answer, or one that is not in the contract.</summary>
    Failed,
}
