namespace Personalization.Testing.Upstream;

/// <summary>A fault of a feed. Immutable.</summary>
/// <param name="Kind">What goes wrong.</param>
/// <param name="Seconds">How long, where it takes time.</param>
/// <param name="Status">Which status, where it is one.</param>
/// <param name="Times">How many answers are wrong; null for all until another fault is set.</param>
internal sealed record UpstreamFault(FaultKind Kind, double Seconds = 1, int Status = 503, int? Times = null)
{
    public static UpstreamFault None { get; } = new(FaultKind.None);
}
