namespace Personalization.Benchmarks.Load.Reporting;

/// <summary>What became of the events, as the engine says; tries add up, so a duplicate may be of an earlier try.</summary>
internal sealed record EventFigures(long Accepted, long Duplicates, long Rejected, long Unavailable, double AcknowledgedPerSecond);
