namespace Personalization.Hosting.Telemetry;

/// <summary>Logs once a minute how many records <see cref="LogThrottle"/> left out.</summary>
internal sealed class LogThrottleReporter(
    LogThrottle throttle, TimeProvider time, ILogger<LogThrottleReporter> log) : BackgroundService
{
    private static readonly TimeSpan Round = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        Report();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Round, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            Report();
        }
    }

    private void Report()
    {
        foreach ((LogKind kind, long leftOut) in throttle.EndRound())
        {
            log.LogInformation(
                "Left out {Count} more records of {Category}, event {EventId}: {Template}",
                leftOut,
                kind.Category,
                kind.EventId,
                kind.Template);
        }
    }
}
