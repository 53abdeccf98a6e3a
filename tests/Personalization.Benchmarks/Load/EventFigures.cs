namespace Personalization.Benchmarks.Load;

/// <summary>
/// The outcomes of the events as the engine reports them. Tries add up, so a duplicate may come from an earlier try.
/// </summary>
internal sealed record EventFigures(
    long Accepted, long Duplicates, long Rejected, long Unavailable, double AcknowledgedPerSecond);
