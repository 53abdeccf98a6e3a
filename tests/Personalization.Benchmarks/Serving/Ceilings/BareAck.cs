namespace Personalization.Benchmarks.Serving.Ceilings;

/// <summary>An acknowledgement of the engine's shape.</summary>
internal sealed record BareAck(BareAckResult[] Results, int Accepted, int Duplicates, int Rejected, int Unavailable);

/// <summary>One event's part of a <see cref="BareAck"/>.</summary>
internal sealed record BareAckResult(int Index, string EventId, string Status, long ProfileVersion);
