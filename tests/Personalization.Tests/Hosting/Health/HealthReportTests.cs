using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using Personalization.Hosting.Health;
using HealthReport = Personalization.Hosting.Health.HealthReport;

namespace Personalization.Tests.Hosting.Health;

public sealed class HealthReportTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _runs;

    [Fact]
    public async Task L6_calls_within_a_second_share_one_probe_of_the_store()
    {
        _gate.SetResult();
        HealthReport report = Create();
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(HealthResponse.Ok, (await report.CheckAsync(TestContext.Current.CancellationToken)).Status);
        }

        Assert.Equal(1, _runs);
        _time.Advance(HealthReport.MaxAge);
        _ = await report.CheckAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, _runs);
    }

    [Fact]
    public async Task A_caller_that_leaves_does_not_cancel_the_probe_of_the_others()
    {
        HealthReport report = Create();
        using CancellationTokenSource first = new();
        Task<HealthResponse> left = report.CheckAsync(first.Token);
        Task<HealthResponse> stays = report.CheckAsync(TestContext.Current.CancellationToken);
        await first.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        _gate.SetResult();

        Assert.Equal(HealthResponse.Ok, (await stays).Status);
        Assert.Equal(1, _runs);
    }

    private HealthReport Create()
    {
        ServiceCollection services = new();
        services.AddLogging();
        services.AddHealthChecks().AddAsyncCheck("store", CheckAsync, [HealthReport.Ready]);
        return new HealthReport(services.BuildServiceProvider().GetRequiredService<HealthCheckService>(), _time);
    }

    private async Task<HealthCheckResult> CheckAsync()
    {
        _ = Interlocked.Increment(ref _runs);
        await _gate.Task;
        return HealthCheckResult.Healthy("takes writes");
    }
}
