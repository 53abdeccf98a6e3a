using Microsoft.Extensions.Logging;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Experiments;

namespace Personalization.Grains.Experiments;

/// <inheritdoc cref="IExperimentResultsGrain"/>
/// <remarks>
/// Every entry of the log says what it changes in the statistics, so they are a sum over the log: there are no messages between users and this grain that could be lost, doubled or
/// overtaken, and one reader adds up far more than all silos can append. What was added up is stored with the position it was added up to, as one; whoever goes on from there, on any
/// silo, comes to the same sums to the bit.
/// </remarks>
[GrainType("personalization-experiment-results")]
public sealed class ExperimentResultsGrain(
    [PersistentState("results", "models")] IPersistentState<ResultsState> stored,
    IEventLog events,
    ExperimentMetrics meter,
    TimeProvider time,
    ILogger<ExperimentResultsGrain> log) : Grain, IExperimentResultsGrain
{
    /// <summary>What is read and not stored is read again by the next activation; nothing is lost by storing seldom.</summary>
    private static readonly TimeSpan StoreEvery = TimeSpan.FromSeconds(10);

    /// <summary>After a stop the log is read until so much later: a store may show an entry some seconds late.</summary>
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
        _ = this.RegisterGrainTimer(FollowOnTimeAsync, new GrainTimerCreationOptions(LogFollower.Interval, LogFollower.Interval) { KeepAlive = true });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        meter.Show([], _log.AsOf);
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

    private async Task FollowOnTimeAsync(CancellationToken cancellationToken)
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
            log.LogWarning(error, "The log could not be followed for the experiments; it is tried again in {Seconds} s.", LogFollower.Interval.TotalSeconds);
        }
    }

    /// <summary>Adds up what is new in the log, unless nothing runs.</summary>
    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        await SeeAsync();
        DateTimeOffset now = time.GetUtcNow();
        if (_measured.Values.Any(measured => IsFollowed(measured.Experiment)))
        {
            // The experiments are asked for after each page, so that none that an entry speaks of is unknown, or known only as it was before it was stopped.
            await _log.ReadAsync(SeeAsync, Take, cancellationToken);
        }

        List<(Measurement, ExperimentResults)> running = [];
        foreach (Measurement measured in _measured.Values.Where(measured => measured.Experiment.Status is ExperimentStatus.Running or ExperimentStatus.Paused))
        {
            measured.Look(now);
            running.Add((measured, measured.Results()));
        }

        meter.Show(running, _log.AsOf);
    }

    private bool IsFollowed(ExperimentView experiment) =>
        experiment.StartedAt is not null && (experiment.StoppedAt is not { } stopped || _log.AsOf < stopped + AfterStop);

    private async Task SeeAsync()
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
                known.See(experiment);
            }
            else
            {
                _measured.Add(experiment.Name, new Measurement(experiment, stored.State.Experiments.FirstOrDefault(kept => kept.Name == experiment.Name)));
            }
        }

        _revision = catalog.Revision;
    }

    private void Take(LogRecord record)
    {
        foreach (MetricDelta tally in record.Entry.Tallies ?? [])
        {
            _measured.GetValueOrDefault(tally.Experiment)?.Add(tally, record.Entry.ReceivedAt);
        }
    }

    private ExperimentReport ReportOf(Measurement measured)
    {
        ExperimentResults results = measured.Results();
        return new ExperimentReport
        {
            Name = measured.Experiment.Name,
            Status = measured.Experiment.Status,
            AsOf = measured.Experiment.StartedAt is null ? time.GetUtcNow() : measured.Experiment.StoppedAt is { } stopped && stopped < _log.AsOf ? stopped : _log.AsOf,
            Arms = [.. results.Arms.Select(arm => new ArmUnits(arm.Arm, arm.Units))],
            IsMismatch = results.SampleRatio.IsMismatch,
            Breaches = [.. results.Breaches().Select(breach => new GuardrailBreach(breach.Metric, breach.Arm))],
            ResultsJson = ExperimentJson.Write(results),
            Results = results,
        };
    }

    /// <summary>Stores the state, or gives up the activation: what is stored is unknown then, and the next one reads it.</summary>
    private async Task WriteAsync()
    {
        try
        {
            stored.State = new ResultsState { Position = _log.Position, AsOf = _log.AsOf, Experiments = [.. _measured.Values.Select(measured => measured.ToStored())] };
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
