using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Probing;

/// <summary>Runs a probe at a fixed period while the process serves.</summary>
internal sealed class ProbeService(
    SyntheticVisitor visitor,
    ProbeMetrics probes,
    ApiOptions options,
    TimeProvider time,
    ILogger<ProbeService> log) : BackgroundService
{
    private static readonly TimeSpan LeaveTimeout = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(options.ProbeSeconds), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await RunAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await LeaveAsync();
        }
    }

    private async Task LeaveAsync()
    {
        try
        {
            await visitor.LeaveAsync().WaitAsync(LeaveTimeout, time);
        }
        catch (Exception error)
        {
            log.LogDebug(error, "Failed to erase the synthetic visitor's events; training ignores them.");
        }
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        long start = time.GetTimestamp();
        ProbeOutcome outcome = ProbeOutcome.Failed;
        try
        {
            outcome = await visitor.VisitAsync(stopping);
        }
        catch (Exception error) when (!stopping.IsCancellationRequested)
        {
            if (probes.Last != ProbeOutcome.Failed)
            {
                log.LogWarning(error, "The synthetic visitor's probe failed.");
            }
        }

        if (outcome == ProbeOutcome.Missed)
        {
            log.LogError("The next list did not reflect an acknowledged event of the synthetic visitor.");
        }

        probes.Record(outcome, time.GetElapsedTime(start));
    }
}
