using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Personalization.Hosting.Health;

/// <summary>Runs all registered health checks in parallel and returns their results.</summary>
/// <remarks>
/// Every caller within <see cref="MaxAge"/> gets the same result. The endpoint is open, and a check writes to the
/// store.
/// </remarks>
public sealed class HealthReport(HealthCheckService checks, TimeProvider time)
{
    /// <summary>The tag of the checks that decide whether the process gets traffic.</summary>
    public const string Ready = "ready";

    /// <summary>The time limit of a check.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>The greatest age of a result.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Task<HealthResponse>? _latest;
    private long _startedAt;

    /// <summary>
    /// Checks everything that this process needs, or returns the result of a check that began within
    /// <see cref="MaxAge"/> or still runs.
    /// </summary>
    public Task<HealthResponse> CheckAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_latest is null
                || (_latest.IsCompleted && (_latest.IsFaulted || time.GetElapsedTime(_startedAt) >= MaxAge)))
            {
                _startedAt = time.GetTimestamp();
                _latest = RunAsync();
            }

            return _latest.WaitAsync(cancellationToken);
        }
    }

    private async Task<HealthResponse> RunAsync()
    {
        // Not cancelled with its first caller: others may wait for the same result. Each check has its own time limit.
        Microsoft.Extensions.Diagnostics.HealthChecks.HealthReport report = await checks.CheckHealthAsync(
            check => check.Tags.Contains(Ready), CancellationToken.None);
        HealthCheckResponse[] views = [.. report.Entries.Select(entry => View(entry.Key, entry.Value))];
        return new HealthResponse(Word(report.Status), views);
    }

    private static HealthCheckResponse View(string name, HealthReportEntry entry)
    {
        string? detail = entry.Exception switch
        {
            null => entry.Description,
            OperationCanceledException or TimeoutException => $"did not answer within {Patience.TotalSeconds} s",
            _ => "failed",
        };
        return new HealthCheckResponse(
            name, Word(entry.Status), detail, Math.Round(entry.Duration.TotalMilliseconds, 1));
    }

    private static string Word(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => HealthResponse.Ok,
        HealthStatus.Degraded => HealthResponse.Degraded,
        _ => HealthResponse.Failing,
    };
}
