using System.ComponentModel.DataAnnotations;

namespace Personalization.Storage.Resilience;

/// <summary>How outside calls that nobody waits for are repeated, spared and bounded.</summary>
public sealed class ResilienceOptions
{
    /// <summary>So often a call that failed for a moment is repeated; only calls that do no harm when they are carried out twice are.</summary>
    [Range(0, 100)]
    public int Retries { get; set; } = 5;

    /// <summary>The pause before the first repetition, seconds; doubles from one to the next, with jitter.</summary>
    [Range(0.001, 60.0)]
    public double FirstPauseSeconds { get; set; } = 1;

    /// <summary>The longest pause, seconds; also the longest <c>Retry-After</c> that is waited for inside a call.</summary>
    [Range(0.001, 600.0)]
    public double LongestPauseSeconds { get; set; } = 30;

    /// <summary>From this share of failures on, the breaker opens: calls fail at once and the other side is left alone.</summary>
    [Range(0.01, 1.0)]
    public double BreakerFailureShare { get; set; } = 0.5;

    /// <summary>Fewer calls within <see cref="BreakerWindowSeconds"/> say nothing.</summary>
    [Range(2, 10_000)]
    public int BreakerMinimumCalls { get; set; } = 10;

    /// <summary>How far back the breaker looks, seconds.</summary>
    [Range(0.5, 3_600.0)]
    public double BreakerWindowSeconds { get; set; } = 30;

    /// <summary>How long an open breaker waits before it lets one call try, seconds.</summary>
    [Range(0.5, 600.0)]
    public double BreakerOpenSeconds { get; set; } = 15;

    /// <summary>The same for the breaker before a database that users' requests wait for, seconds: as short as a restart needs.</summary>
    [Range(0.5, 60.0)]
    public double StoreBreakerOpenSeconds { get; set; } = 0.5;

    /// <summary>
    /// From this share of failures on, the breaker before the engine opens: lists come from the API's own copies at once. Near 1, since it stands before
    /// every silo together, and one of several that is away is no reason to leave the others' users without their lists.
    /// </summary>
    [Range(0.01, 1.0)]
    public double EngineBreakerFailureShare { get; set; } = 0.9;

    /// <summary>How far back the breaker before the engine looks, seconds.</summary>
    [Range(0.5, 3_600.0)]
    public double EngineBreakerWindowSeconds { get; set; } = 2;

    /// <summary>How long the open breaker before the engine waits before it lets one call try, seconds.</summary>
    [Range(0.5, 60.0)]
    public double EngineBreakerOpenSeconds { get; set; } = 0.5;

    /// <summary>Calls of one pipeline at a time.</summary>
    [Range(1, 1_024)]
    public int MaxConcurrent { get; set; } = 16;

    /// <summary>Calls of one pipeline that wait for their turn; more are refused.</summary>
    [Range(0, 65_536)]
    public int MaxWaiting { get; set; } = 256;

    /// <summary>What is wrong between the settings.</summary>
    public IEnumerable<string> Validate()
    {
        if (FirstPauseSeconds > LongestPauseSeconds)
        {
            yield return $"FirstPauseSeconds is {FirstPauseSeconds}: must be at most LongestPauseSeconds ({LongestPauseSeconds}).";
        }
    }
}
