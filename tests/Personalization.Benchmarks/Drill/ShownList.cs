namespace Personalization.Benchmarks.Drill;

/// <summary>The answer for one page.</summary>
/// <param name="At">The time of the request, seconds since the opening.</param>
/// <param name="Milliseconds">The latency, or the waiting time without an answer, milliseconds.</param>
/// <param name="FallbackLevel">The fallback level in the answer; null without a list.</param>
/// <param name="Items">The ids of the items, best first.</param>
internal sealed record ShownList(double At, double Milliseconds, string? FallbackLevel, IReadOnlyList<string> Items)
{
    /// <summary>Gets whether the shopper saw the list.</summary>
    public bool IsShown => FallbackLevel is not null && Milliseconds <= DrillPlan.Patience.TotalMilliseconds;
}
