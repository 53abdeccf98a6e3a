namespace Personalization.Benchmarks.Drill;

/// <summary>The answer for one page.</summary>
/// <param name="At">When it was asked for, seconds since the opening.</param>
/// <param name="Milliseconds">How long it took, or how long was waited.</param>
/// <param name="FallbackLevel">The level it says it is of; null when no list came.</param>
/// <param name="Items">Its items.</param>
internal sealed record ShownList(double At, double Milliseconds, string? FallbackLevel, IReadOnlyList<string> Items)
{
    /// <summary>Whether the shopper saw it.</summary>
    public bool IsShown => FallbackLevel is not null && Milliseconds <= DrillPlan.Patience.TotalMilliseconds;
}
