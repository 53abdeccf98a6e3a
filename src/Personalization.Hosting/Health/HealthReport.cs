using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Personalization.Hosting.Health;

/// <summary>Runs all registered health checks in parallel and returns their results.</summary>
public sealed class HealthReport(HealthCheckService checks)
{
    /// <summary>The tag of the checks that decide whether the process gets traffic.</summary>
    public const string Ready = "ready";

    /// <summary>The time limit of a check.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Checks everything that this process needs.</summary>
    public async Task<HealthResponse> CheckAsync(CancellationToken cancellationToken)
    {
        Microsoft.Extensions.Diagnostics.HealthChecks.HealthReport report = await checks.CheckHealthAsync(
            check => check.Tags.Contains(Ready), cancellationToken);
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
