using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Probing;

/// <summary>Sends the synthetic visitor round after round for as long as the process serves.</summary>
internal sealed class ProbeService(
    SyntheticVisitor visitor,
    ProbeMetrics record,
    ApiOptions options,
    TimeProvider time,
    ILogger<ProbeService> log) : BackgroundService
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

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
            await visitor.LeaveAsync().WaitAsync(Farewell, time);
        }
        catch (Exception error)
        {
            log.LogDebug(error, "The synthetic visitor's last events stay in the log; nobody learns from them.");
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
            if (record.Last != ProbeOutcome.Failed)
            {
                log.LogWarning(error, "The synthetic visitor got no answer.");
            }
        }

        if (outcome == ProbeOutcome.Missed)
        {
            log.LogError("An event that was acknowledged is not in the next list.");
        }

        record.Note(outcome, time.GetElapsedTime(start));
    }
}
