namespace Personalization.Benchmarks.Serving.Ceilings;

/// <summary>One event's part of a <see cref="BareAck"/>.</summary>
internal sealed record BareAckResult(int Index, string EventId, string Status, long ProfileVersion);
