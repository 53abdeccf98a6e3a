namespace Personalization.Benchmarks.Cluster.Failover;

/// <summary>The result of one request.</summary>
/// <param name="DueMs">The time at which the request was due, milliseconds after the start of the watch.</param>
/// <param name="TookMs">The time from then to the answer, milliseconds.</param>
/// <param name="Answer">The kind of the answer.</param>
internal readonly record struct Reading(double DueMs, double TookMs, ReadingAnswer Answer);

/// <summary>The kinds of answers.</summary>
internal enum ReadingAnswer
{
    /// <summary>A fresh list, computed from the last acknowledged profile version or a later one.</summary>
    Own,

    /// <summary>A list from a lower fallback level, or from an older profile.</summary>
    Lower,

    /// <summary>An acknowledged write.</summary>
    Written,

    /// <summary>A write answered with 503.</summary>
    Refused,

    /// <summary>No answer, or an answer outside the API contract.</summary>
    Failed,
}
