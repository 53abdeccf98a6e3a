using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Personalization.Abstractions.DataQuality;
using Personalization.Engine.DataQuality;

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
    /// <summary>History that is not stored yet is lost with the silo; marks are stored at once.</summary>
    private static readonly TimeSpan StoreEvery = TimeSpan.FromMinutes(5);

    private DataQualityMonitor _watch = new(options.Value, new DataQualityMonitorState());
    private DateTimeOffset _storedAt;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _watch = new DataQualityMonitor(options.Value, stored.State);
        stored.State = new DataQualityMonitorState();
        _storedAt = time.GetUtcNow();
        metrics.Show(_watch.OpenBreaks);
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
        _watch.Take(report, now);
        IReadOnlyList<DataQualityWindow> changed = _watch.Advance(now);
        foreach (DataQualityWindow window in changed)
        {
            Tell(window);
        }

        metrics.Show(_watch.OpenBreaks);
        if (changed.Count > 0 || now - _storedAt >= StoreEvery)
        {
            await WriteAsync();
        }
    }

    /// <inheritdoc/>
    public ValueTask<DataQualityView> GetAsync() => ValueTask.FromResult(_watch.View());

    /// <inheritdoc/>
    public async ValueTask<DataQualityView> ReleaseAsync(long window)
    {
        DataQualityWindow released = _watch.Release(window, time.GetUtcNow());
        metrics.Show(_watch.OpenBreaks);
        await WriteAsync();
        log.LogInformation("Behaviour data of {Key} from {From:O} to {To:O} were released into training.", released.Key, released.From, released.To);
        return _watch.View();
    }

    private void Tell(DataQualityWindow window)
    {
        foreach (DataQualityBreak going in window.Breaks.Where(found => found.EndedAt is null))
        {
            log.LogWarning("Behaviour data of {Key} break with their history since {From:O} ({Kind}): {Reason}", window.Key, window.From, going.Kind, going.Reason);
        }

        if (window.To is { } to)
        {
            log.LogWarning("Behaviour data of {Key} are as usual again since {To:O}; window {Window} stays out of training until it is released.", window.Key, to, window.Id);
        }
    }

    /// <summary>Stores the state, or gives up the activation: what is stored is unknown then, and the next one reads it.</summary>
    private async Task WriteAsync()
    {
        try
        {
            stored.State = _watch.Save();
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
