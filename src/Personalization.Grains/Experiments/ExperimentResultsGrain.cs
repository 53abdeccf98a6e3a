using Microsoft.Extensions.Logging;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Webhooks;
using Personalization.Grains.Webhooks;

namespace Personalization.Grains.Experiments;

/// <inheritdoc cref="IExperimentResultsGrain"/>
/// <remarks>
/// Each log entry contains its changes to the statistics, so the statistics are a sum over the log. No messages between
/// users and this grain can be lost, duplicated or reordered, and one reader can process far more entries than all
/// silos can append. The sums are stored together with their log position. An activation on any silo that continues
/// from there reaches bit-identical sums.
/// </remarks>
[GrainType("personalization-experiment-results")]
public sealed class ExperimentResultsGrain(
    [PersistentState("results", "models")] IPersistentState<ResultsState> stored,
    IEventFeed events,
    ExperimentMetrics metrics,
    TimeProvider time,
    ILogger<ExperimentResultsGrain> log) : Grain, IExperimentResultsGrain
{
    /// <summary>The minimum time between two writes of the state.</summary>
    /// <remarks>The next activation reads unsaved entries again, so rare writes lose nothing.</remarks>
    private static readonly TimeSpan StoreEvery = TimeSpan.FromSeconds(10);

    /// <summary>The time for which the log is read after an experiment was stopped.</summary>
    /// <remarks>A store may show an entry some seconds late.</remarks>
    private static readonly TimeSpan AfterStop = TimeSpan.FromMinutes(1);

    private const string UpgradeNotice =
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 460" width="900" height="460" role="img">
        <text x="92" y="230" font-family="sans-serif">An upgrade is running. The picture returns when it ends.</text>
        </svg>

        """;

    private readonly Dictionary<string, Measurement> _measured = new(StringComparer.Ordinal);
    private LogFollower _log = new(events, time);
    private DateTimeOffset _storedAt;
    private long _revision = -1;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _log = new LogFollower(events, time, stored.State.Position, stored.State.AsOf);
        _storedAt = time.GetUtcNow();
        _ = this.RegisterGrainTimer(
            FollowOnTimerAsync,
            new GrainTimerCreationOptions(LogFollower.Interval, LogFollower.Interval) { KeepAlive = true });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        metrics.Show([], _log.AsOf);
        if (reason.ReasonCode != DeactivationReasonCode.ActivationFailed && _log.Position > stored.State.Position)
        {
            await WriteAsync();
        }
    }

    /// <inheritdoc/>
    public ValueTask KeepRunningAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask<ExperimentReport?> GetAsync(string name)
    {
        await FollowAsync(CancellationToken.None);
        return _measured.TryGetValue(name, out Measurement? measured) ? ReportOf(measured) : null;
    }

    /// <inheritdoc/>
    public async ValueTask<MetricHistory?> HistoryAsync(string name, string? metric)
    {
        await FollowAsync(CancellationToken.None);
        return _measured.GetValueOrDefault(name)?.History(metric);
    }

    /// <inheritdoc/>
    public async ValueTask<string?> PictureAsync(string name, string? metric) =>
        await HistoryAsync(name, metric) is null ? null : UpgradeNotice;

    private async Task FollowOnTimerAsync(CancellationToken cancellationToken)
    {
        try
        {
            await FollowAsync(cancellationToken);
            if (_log.Position > stored.State.Position && time.GetUtcNow() - _storedAt >= StoreEvery)
            {
                await WriteAsync();
            }
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogWarning(
                error,
                "Failed to read the event log for experiment results; retrying in {Seconds} s",
                LogFollower.Interval.TotalSeconds);
        }
    }

    /// <summary>Adds new log entries to the statistics if an experiment is active.</summary>
    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        await RefreshExperimentsAsync();
        DateTimeOffset now = time.GetUtcNow();
        if (_measured.Values.Any(measured => IsFollowed(measured.Experiment)))
        {
            // The experiments are read again after each page, so that every experiment in its entries is known in its
            // present state.
            await _log.ReadAsync(RefreshExperimentsAsync, Take, cancellationToken);
        }

        List<(Measurement, ExperimentResults)> running = [];
        foreach (Measurement measured in _measured.Values.Where(
            measured => measured.Experiment.Status is ExperimentStatus.Running or ExperimentStatus.Paused))
        {
            measured.AddInterimResults(now);
            running.Add((measured, measured.Results()));
        }

        metrics.Show(running, _log.AsOf);
        foreach ((Measurement measured, ExperimentResults results) in running)
        {
            await AnnounceAsync(measured, results, now);
        }
    }

    /// <summary>Publishes new conclusions. A conclusion that could not be published is published later.</summary>
    private async Task AnnounceAsync(Measurement measured, ExperimentResults results, DateTimeOffset now)
    {
        foreach (WebhookEvent news in ExperimentNews.Conclusions(measured.Experiment.Name, results, now))
        {
            if (measured.Announced.Add(news.Id) && !await GrainFactory.TryPublishAsync(news, log))
            {
                _ = measured.Announced.Remove(news.Id);
            }
        }
    }

    private bool IsFollowed(ExperimentView experiment) =>
        experiment.StartedAt is not null
        && (experiment.StoppedAt is not { } stopped || _log.AsOf < stopped + AfterStop);

    private async Task RefreshExperimentsAsync()
    {
        ExperimentCatalog catalog = await GrainFactory.GetGrain<IExperimentsGrain>(0).GetAsync();
        if (catalog.Revision == _revision)
        {
            return;
        }

        foreach (ExperimentView experiment in catalog.Experiments)
        {
            if (_measured.TryGetValue(experiment.Name, out Measurement? known))
            {
                known.Update(experiment);
            }
            else
            {
                _measured.Add(experiment.Name, new Measurement(
                    experiment, stored.State.Experiments.FirstOrDefault(state => state.Name == experiment.Name)));
            }
        }

        _revision = catalog.Revision;
    }

    private void Take(LogRecord record)
    {
        foreach (MetricDelta delta in record.Entry.Tallies ?? [])
        {
            _measured.GetValueOrDefault(delta.Experiment)?.Add(delta, record.Entry.ReceivedAt);
        }
    }

    private ExperimentReport ReportOf(Measurement measured)
    {
        ExperimentResults results = measured.Results();
        return new ExperimentReport
        {
            Name = measured.Experiment.Name,
            Status = measured.Experiment.Status,
            AsOf = measured.Experiment.StartedAt is null ? time.GetUtcNow()
                : measured.Experiment.StoppedAt is { } stopped && stopped < _log.AsOf ? stopped
                : _log.AsOf,
            Arms = [.. results.Arms.Select(arm => new ArmUnits(arm.Arm, arm.Units))],
            IsMismatch = results.SampleRatio.IsMismatch,
            Breaches = [.. results.Breaches().Select(breach => new GuardrailBreach(breach.Metric, breach.Arm))],
            ResultsJson = ExperimentJson.Write(results),
            Results = results,
        };
    }

    /// <summary>
    /// Stores the state. Shuts the activation down after a failure, because the stored state is unknown then; the next
    /// activation reads it.
    /// </summary>
    private async Task WriteAsync()
    {
        try
        {
            stored.State = new ResultsState
            {
                Position = _log.Position,
                AsOf = _log.AsOf,
                Experiments = [.. _measured.Values.Select(measured => measured.ToStored())],
            };
            await stored.WriteStateAsync();
            _storedAt = time.GetUtcNow();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }
}
