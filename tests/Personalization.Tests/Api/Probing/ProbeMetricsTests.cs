using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Personalization.Client.Api.Probing;

namespace Personalization.Tests.Api.Probing;

/// <summary>The probes that make a process unready.</summary>
public sealed class ProbeMetricsTests
{
    [Theory]
    [InlineData(HealthStatus.Healthy)]
    [InlineData(HealthStatus.Healthy, ProbeOutcome.Seen)]
    [InlineData(HealthStatus.Healthy, ProbeOutcome.Missed, ProbeOutcome.Missed)]
    [InlineData(
        HealthStatus.Unhealthy, ProbeOutcome.Seen, ProbeOutcome.Missed, ProbeOutcome.Missed, ProbeOutcome.Missed)]
    [InlineData(HealthStatus.Healthy, ProbeOutcome.Missed, ProbeOutcome.Missed, ProbeOutcome.Missed, ProbeOutcome.Seen)]
    [InlineData(
        HealthStatus.Healthy, ProbeOutcome.Failed, ProbeOutcome.Failed, ProbeOutcome.Failed, ProbeOutcome.Failed)]
    [InlineData(HealthStatus.Healthy, ProbeOutcome.Degraded, ProbeOutcome.Degraded, ProbeOutcome.Degraded)]
    internal async Task Only_consecutive_missed_probes_make_a_process_unready(
        HealthStatus expected, params ProbeOutcome[] outcomes)
    {
        await using ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        ProbeMetrics metrics = new(services.GetRequiredService<IMeterFactory>());
        foreach (ProbeOutcome outcome in outcomes)
        {
            metrics.Record(outcome, TimeSpan.FromMilliseconds(1));
        }

        HealthCheckResult result = await new ProbeHealthCheck(metrics).CheckHealthAsync(
            new HealthCheckContext(), TestContext.Current.CancellationToken);

        Assert.Equal(expected, result.Status);
    }
}
