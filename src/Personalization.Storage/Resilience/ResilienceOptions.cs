using System.ComponentModel.DataAnnotations;

namespace Personalization.Storage.Resilience;

/// <summary>Settings for retries, circuit breakers and limits of background calls to other systems.</summary>
public sealed class ResilienceOptions
{
    /// <summary>Maximum number of retries. Only idempotent calls are retried.</summary>
    [Range(0, 100)]
    public int Retries { get; set; } = 5;

    /// <summary>Pause before the first retry, in seconds. Later pauses double, with jitter.</summary>
    [Range(0.001, 60.0)]
    public double FirstPauseSeconds { get; set; } = 1;

    /// <summary>Maximum pause and maximum accepted <c>Retry-After</c>, in seconds.</summary>
    [Range(0.001, 600.0)]
    public double LongestPauseSeconds { get; set; } = 30;

    /// <summary>Failure ratio at which a circuit breaker opens.</summary>
    [Range(0.01, 1.0)]
    public double BreakerFailureShare { get; set; } = 0.5;

    /// <summary>Minimum number of calls in the window before a circuit breaker can open.</summary>
    [Range(2, 10_000)]
    public int BreakerMinimumCalls { get; set; } = 10;

    /// <summary>Sampling window of a circuit breaker, in seconds.</summary>
    [Range(0.5, 3_600.0)]
    public double BreakerWindowSeconds { get; set; } = 30;

    /// <summary>Time that a circuit breaker stays open before it lets one call through, in seconds.</summary>
    [Range(0.5, 600.0)]
    public double BreakerOpenSeconds { get; set; } = 15;

    /// <summary>Time that the circuit breaker of the database for user requests stays open, in seconds.</summary>
    [Range(0.5, 60.0)]
    public double StoreBreakerOpenSeconds { get; set; } = 0.5;

    /// <summary>
    /// Sampling window of the circuit breaker of the database for user requests, in seconds. A short window opens the
    /// breaker soon after a healthy time.
    /// </summary>
    [Range(0.5, 3_600.0)]
    public double StoreBreakerWindowSeconds { get; set; } = 3;

    /// <summary>
    /// Failure ratio at which the circuit breaker of the engine opens. The API then serves its cached recommendations.
    /// The breaker covers all silos together, so the loss of one silo does not open it.
    /// </summary>
    [Range(0.01, 1.0)]
    public double EngineBreakerFailureShare { get; set; } = 0.9;

    /// <summary>Sampling window of the engine's circuit breaker, in seconds.</summary>
    [Range(0.5, 3_600.0)]
    public double EngineBreakerWindowSeconds { get; set; } = 2;

    /// <summary>
    /// Time that the engine's circuit breaker stays open before it lets one call through, in seconds.
    /// </summary>
    [Range(0.5, 60.0)]
    public double EngineBreakerOpenSeconds { get; set; } = 0.5;

    /// <summary>Maximum number of calls of one pipeline in progress.</summary>
    [Range(1, 1_024)]
    public int MaxConcurrent { get; set; } = 16;

    /// <summary>Maximum number of waiting calls of one pipeline. Further calls are rejected.</summary>
    [Range(0, 65_536)]
    public int MaxWaiting { get; set; } = 256;

    /// <summary>Lists contradictions between the settings.</summary>
    public IEnumerable<string> Validate()
    {
        if (FirstPauseSeconds > LongestPauseSeconds)
        {
            yield return $"FirstPauseSeconds must be at most LongestPauseSeconds ({LongestPauseSeconds}) but was "
                + $"{FirstPauseSeconds}.";
        }
    }
}
