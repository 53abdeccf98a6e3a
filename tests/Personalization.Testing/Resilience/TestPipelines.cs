using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Personalization.Storage.Resilience;

namespace Personalization.Testing.Resilience;

/// <summary>Creates resilience pipelines for tests.</summary>
internal static class TestPipelines
{
    /// <summary>Gets options with two immediate retries and a circuit breaker that never opens.</summary>
    public static ResilienceOptions Hasty =>
        new() { Retries = 2, FirstPauseSeconds = 0.001, LongestPauseSeconds = 0.002, BreakerMinimumCalls = 10_000 };

    public static Pipelines Create(ResilienceOptions? options = null, TimeProvider? time = null) =>
        new(options ?? Hasty, time ?? TimeProvider.System, NullLoggerFactory.Instance, Meters());

    public static IMeterFactory Meters() =>
        new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
}
