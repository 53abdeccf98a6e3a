namespace Personalization.Benchmarks.Cluster.Failover;

/// <summary>The effects of one fault on clients.</summary>
/// <param name="OwnListsBackSeconds">Seconds from the fault to the end of the last read that did not return the user's
/// own list.</param>
/// <param name="Reads">Reads due after the fault.</param>
/// <param name="LowerLevel">Reads answered from a lower fallback level.</param>
/// <param name="Unanswered">Reads without an answer or with an error.</param>
/// <param name="SlowestReadMs">The duration of the slowest read, milliseconds.</param>
/// <param name="SlowestWriteSeconds">The duration of the slowest write, seconds.</param>
/// <param name="WritesRefused">Writes answered with 503.</param>
internal sealed record FailoverFigures(
    double OwnListsBackSeconds,
    int Reads,
    int LowerLevel,
    int Unanswered,
    double SlowestReadMs,
    double SlowestWriteSeconds,
    int WritesRefused);
