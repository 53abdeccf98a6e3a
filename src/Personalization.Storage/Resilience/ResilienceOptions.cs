using System.ComponentModel.DataAnnotations;

namespace Personalization.Storage.Resilience;

/// <summary>How outside calls that nobody waits for are repeated, spared and bounded.</summary>
public sealed class ResilienceOptions
{
    /// <summary>How often a failed call is repeated. Only calls that are safe to repeat are.</summary>
    [Range(0, 100)]
    public int Retries { get; set; } = 5;

    /// <summary>The pause before the first retry, seconds. It doubles from retry to retry, with jitter.</summary>
    [Range(0.001, 60.0)]
    public double FirstPauseSeconds { get; set; } = 1;

    /// <summary>The longest pause, and the longest <c>Retry-After</c> that is waited for, seconds.</summary>
    [Range(0.001, 600.0)]
    public double LongestPauseSeconds { get; set; } = 30;

    /// <summary>The share of failures from which a circuit breaker opens.</summary>
    [Range(0.01, 1.0)]
    public double BreakerFailureShare { get; set; } = 0.5;

    /// <summary>The fewest calls in the window before a circuit breaker can open.</summary>
    [Range(2, 10_000)]
    public int BreakerMinimumCalls { get; set; } = 10;

    /// <summary>The window of a circuit breaker, seconds.</summary>
    [Range(0.5, 3_600.0)]
    public double BreakerWindowSeconds { get; set; } = 30;

    /// <summary>How long a circuit breaker stays open before it lets one call through, seconds.</summary>
    [Range(0.5, 600.0)]
    public double BreakerOpenSeconds { get; set; } = 15;

    /// <summary>The same for the database that requests of users wait for, seconds.</summary>
    [Range(0.5, 60.0)]
    public double StoreBreakerOpenSeconds { get; set; } = 0.5;

    /// <summary>
    /// The share of failures from which the circuit breaker in front of the engine opens; lists then come from the
    /// API's own copies. It covers all silos together, so that one lost silo does not open it.
    /// </summary>
    [Range(0.01, 1.0)]
    public double EngineBreakerFailureShare { get; set; } = 0.9;

    /// <summary>The window of the circuit breaker in front of the engine, seconds.</summary>
    [Range(0.5, 3_600.0)]
    public double EngineBreakerWindowSeconds { get; set; } = 2;

    /// <summary>
    /// How long the circuit breaker in front of the engine stays open before it lets one call through, seconds.
    /// </summary>
    [Range(0.5, 60.0)]
    public double EngineBreakerOpenSeconds { get; set; } = 0.5;

    /// <summary>The most calls in progress of one pipeline.</summary>
    [Range(1, 1_024)]
    public int MaxConcurrent { get; set; } = 16;

    /// <summary>The most waiting calls of one pipeline. Further calls are refused.</summary>
    [Range(0, 65_536)]
    public int MaxWaiting { get; set; } = 256;

    /// <summary>What is wrong between the settings.</summary>
    public IEnumerable<string> Validate()
    {
        if (FirstPauseSeconds > LongestPauseSeconds)
        {
            yield return $"FirstPauseSeconds is {FirstPauseSeconds}: must be at most LongestPauseSeconds "
                + $"({LongestPauseSeconds}).";
        }
    }
}
