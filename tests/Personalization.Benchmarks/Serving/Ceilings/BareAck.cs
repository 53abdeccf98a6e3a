namespace Personalization.Benchmarks.Serving.Ceilings;

/// <summary>An acknowledgement of the engine's shape.</summary>
internal sealed record BareAck(BareAckResult[] Results, int Accepted, int Duplicates, int Rejected, int Unavailable);
