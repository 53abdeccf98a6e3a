namespace Personalization.Benchmarks.Serving.Ceilings;

/// <summary>An acknowledgement with the shape of the engine's acknowledgement.</summary>
internal sealed record BareAck(BareAckResult[] Results, int Accepted, int Duplicates, int Rejected, int Unavailable);

/// <summary>The result of one event in a <see cref="BareAck"/>.</summary>
internal sealed record BareAckResult(int Index, string EventId, string Status, long ProfileVersion);
