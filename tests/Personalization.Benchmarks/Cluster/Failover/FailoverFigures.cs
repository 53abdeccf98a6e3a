namespace Personalization.Benchmarks.Cluster.Failover;

/// <summary>The effects of one fault on clients.</summary>
/// <param name="OwnListsBackSeconds">From the fault to the end of the last read that was not answered by the user's own
/// list.</param>
/// <param name="Reads">Reads due after the fault.</param>
/// <param name="LowerRung">Reads answered from a lower level.</param>
/// <param name="Unanswered">Reads without an answer, or with an error.</param>
/// <param name="SlowestReadMs">The slowest read.</param>
/// <param name="SlowestWriteSeconds">The slowest write.</param>
/// <param name="WritesRefused">Writes answered by a named error.</param>
internal sealed record FailoverFigures(
    double OwnListsBackSeconds,
    int Reads,
    int LowerRung,
    int Unanswered,
    double SlowestReadMs,
    double SlowestWriteSeconds,
    int WritesRefused);
