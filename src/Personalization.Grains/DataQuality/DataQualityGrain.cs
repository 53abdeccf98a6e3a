using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Personalization.Abstractions.DataQuality;
using Personalization.Engine.DataQuality;
using Personalization.Grains.Webhooks;

namespace Personalization.Grains.DataQuality;

/// <inheritdoc cref="IDataQualityGrain"/>
[GrainType("personalization-watch")]
public sealed class DataQualityGrain(
    [PersistentState("watch", "models")] IPersistentState<DataQualityMonitorState> stored,
    IOptions<DataQualityOptions> options,
    DataQualityMetrics metrics,
    TimeProvider time,
    ILogger<DataQualityGrain> log) : Grain, IDataQualityGrain
{
    /// <summary>How often the history is stored. A lost silo loses newer history; breaks are stored at once.</summary>
    private static readonly TimeSpan StoreEvery = TimeSpan.FromMinutes(5);

    private DataQualityMonitor _monitor = new(options.Value, new DataQualityMonitorState());
    private DateTimeOffset _storedAt;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _monitor = new DataQualityMonitor(options.Value, stored.State);
        stored.State = new DataQualityMonitorState();
        _storedAt = time.GetUtcNow();
        metrics.Show(_monitor.OpenBreaks);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        metrics.Show([]);
        if (reason.ReasonCode != DeactivationReasonCode.ActivationFailed)
        {
            await WriteAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask ReportAsync(DataQualityReport report)
    {
        DateTimeOffset now = time.GetUtcNow();
        _monitor.Take(report, now);
        IReadOnlyList<DataQualityWindow> changed = _monitor.Advance(now);
        foreach (DataQualityWindow window in changed)
        {
            LogBreaks(window);
        }

        metrics.Show(_monitor.OpenBreaks);
        if (changed.Count > 0 || now - _storedAt >= StoreEvery)
        {
            await WriteAsync();
        }

        foreach (DataQualityWindow window in changed)
        {
            _ = await GrainFactory.TryPublishAsync(DataQualityNews.Of(window), log);
        }
    }

    /// <inheritdoc/>
    public ValueTask<DataQualityView> GetAsync() => ValueTask.FromResult(_monitor.View());

    /// <inheritdoc/>
    public async ValueTask<DataQualityView> ReleaseAsync(long window)
    {
        DataQualityWindow released = _monitor.Release(window, time.GetUtcNow());
        metrics.Show(_monitor.OpenBreaks);
        await WriteAsync();
        log.LogInformation(
            "Released data-quality window of key {Key} from {From:O} to {To:O} into training.",
            released.Key,
            released.From,
            released.To);
        return _monitor.View();
    }

    private void LogBreaks(DataQualityWindow window)
    {
        foreach (DataQualityBreak open in window.Breaks.Where(found => found.EndedAt is null))
        {
            log.LogWarning(
                "Data quality of key {Key} is abnormal since {From:O} ({Kind}): {Reason}",
                window.Key,
                window.From,
                open.Kind,
                open.Reason);
        }

        if (window.To is { } to)
        {
            log.LogWarning(
                "Data quality of key {Key} is normal since {To:O}; window {Window} stays quarantined until released.",
                window.Key,
                to,
                window.Id);
        }
    }

    /// <summary>
    /// Stores the state. A failed write deactivates the grain: the stored state is unknown, and the next activation
    /// reads it.
    /// </summary>
    private async Task WriteAsync()
    {
        try
        {
            stored.State = _monitor.Save();
            await stored.WriteStateAsync();
            _storedAt = time.GetUtcNow();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
        finally
        {
            stored.State = new DataQualityMonitorState();
        }
    }
}
