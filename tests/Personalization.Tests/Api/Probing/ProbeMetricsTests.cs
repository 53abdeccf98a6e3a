using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Personalization.Client.Api.Probing;

namespace Personalization.Tests.Api.Probing;

/// <summary>When the synthetic visitor takes a process out of service, and when it does not.</summary>
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
    internal async Task Only_wrong_lists_in_a_row_make_a_process_unready(
        HealthStatus expected, params ProbeOutcome[] rounds)
    {
        await using ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        ProbeMetrics record = new(services.GetRequiredService<IMeterFactory>());
        foreach (ProbeOutcome round in rounds)
        {
            record.Note(round, TimeSpan.FromMilliseconds(1));
        }

        HealthCheckResult result = await new ProbeHealthCheck(record).CheckHealthAsync(
            new HealthCheckContext(), TestContext.Current.CancellationToken);

        Assert.Equal(expected, result.Status);
    }
}
