namespace Personalization.Testing.Upstream;

/// <summary>An active fault of a feed. Immutable.</summary>
/// <param name="Kind">The kind of fault.</param>
/// <param name="Seconds">The duration in seconds, for faults that take time.</param>
/// <param name="Status">The response status, for faults with a status.</param>
/// <param name="Times">The number of faulty responses; null for all until another fault is set.</param>
internal sealed record UpstreamFault(FaultKind Kind, double Seconds = 1, int Status = 503, int? Times = null)
{
    public static UpstreamFault None { get; } = new(FaultKind.None);
}
