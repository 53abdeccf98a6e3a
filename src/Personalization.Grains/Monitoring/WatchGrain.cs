using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Personalization.Abstractions.Monitoring;
using Personalization.Engine.Monitoring;

namespace Personalization.Grains.Monitoring;

/// <inheritdoc cref="IWatchGrain"/>
[GrainType("personalization-watch")]
public sealed class WatchGrain(
    [PersistentState("watch", "models")] IPersistentState<BehaviourWatchState> stored,
    IOptions<WatchOptions> options,
    WatchMetrics metrics,
    TimeProvider time,
    ILogger<WatchGrain> log) : Grain, IWatchGrain
{
    /// <summary>History that is not stored yet is lost with the silo; marks are stored at once.</summary>
    private static readonly TimeSpan StoreEvery = TimeSpan.FromMinutes(5);

    private BehaviourWatch _watch = new(options.Value, new BehaviourWatchState());
    private DateTimeOffset _storedAt;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _watch = new BehaviourWatch(options.Value, stored.State);
        stored.State = new BehaviourWatchState();
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
    public async ValueTask ReportAsync(WatchReport report)
    {
        DateTimeOffset now = time.GetUtcNow();
        _watch.Take(report, now);
        IReadOnlyList<WatchWindow> changed = _watch.Advance(now);
        foreach (WatchWindow window in changed)
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
    public ValueTask<WatchView> GetAsync() => ValueTask.FromResult(_watch.View());

    /// <inheritdoc/>
    public async ValueTask<WatchView> ReleaseAsync(long window)
    {
        WatchWindow released = _watch.Release(window, time.GetUtcNow());
        metrics.Show(_watch.OpenBreaks);
        await WriteAsync();
        log.LogInformation("Behaviour data of {Key} from {From:O} to {To:O} were released into training.", released.Key, released.From, released.To);
        return _watch.View();
    }

    private void Tell(WatchWindow window)
    {
        foreach (WatchBreak going in window.Breaks.Where(found => found.EndedAt is null))
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
            stored.State = new BehaviourWatchState();
        }
    }
}
