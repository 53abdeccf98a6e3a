using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Models;
using Personalization.Abstractions.Stores;
using Personalization.Engine.Datasets;
using Personalization.Engine.Evaluation;
using Personalization.Engine.Models;
using Personalization.Engine.Training;
using Personalization.Engine.Training.Checkpoints;
using Personalization.Grains.Serving;

namespace Personalization.Grains.Models;

/// <summary>
/// Trains a model version on threads of its own and of low priority, beside serving and off the grains' scheduler: reads the whole event log, trains,
/// stores the artifact, and hands the version to the model grain. What it finds on the way is kept in the model store, so that a training whose silo stops or is lost
/// goes on in another. One training at a time in a silo.
/// </summary>
public sealed class TrainingRunner(
    IEventFeed events,
    IModelStore models,
    ICatalogStore catalog,
    IGrainFactory grains,
    ServingHolder serving,
    EventVocabulary vocabulary,
    IOptions<TrainingOptions> options,
    ISiloStatusOracle silos,
    TimeProvider time,
    ILogger<TrainingRunner> log) : IDisposable
{
    /// <summary>A training that was cut short so often may be what cuts it short: the next begins anew when it is asked for.</summary>
    private const int MostTries = 4;

    /// <summary>What is older has been overtaken by the log.</summary>
    private static readonly TimeSpan GoesOnFor = TimeSpan.FromDays(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _starting = new();
    private readonly TrainingResumePoints _marks = new(models);
    private readonly TrainingLogReader _reader = new(events, grains, vocabulary, log);
    private volatile TrainingStatus _status = new(false, "none", 0, null, null);
    private Task _running = Task.CompletedTask;

    /// <summary>The training that runs, or the last that ran.</summary>
    public TrainingStatus Status => _status;

    /// <summary>Starts a training unless one runs.</summary>
    /// <param name="seed">Null for the configured one.</param>
    public bool TryStart(int? seed)
    {
        lock (_starting)
        {
            if (_status.Running)
            {
                return false;
            }

            _status = new TrainingStatus(true, "reading", 0, null, null);
            _running = Task.Factory.StartNew(() => RunAsync(seed, _stopping.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
            return true;
        }
    }

    /// <summary>Stops a training that runs and waits until it has.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    /// <summary>The unfinished trainings that may be gone on with, newest first, and whether the silo of each may still be at it.</summary>
    internal async Task<IReadOnlyList<(UnfinishedTraining Training, bool IsOwned)>> FindUnfinishedAsync(CancellationToken cancellationToken) =>
    [
        .. (await _marks.FindAsync(cancellationToken).ConfigureAwait(false))
            .Where(MayGoOn).Select(training => (training, IsOwned(training))),
    ];

    private bool MayGoOn(UnfinishedTraining training) => training.Tries < MostTries && time.GetUtcNow() - training.StartedAt < GoesOnFor;

    private bool IsOwned(UnfinishedTraining training)
    {
        SiloAddress owner = SiloAddress.FromParsableString(training.Owner);
        return owner != silos.SiloAddress && silos.GetApproximateSiloStatus(owner) is SiloStatus.Active or SiloStatus.Joining or SiloStatus.ShuttingDown or SiloStatus.Stopping;
    }

    private async Task RunAsync(int? seed, CancellationToken cancellationToken)
    {
        (ModelVersion? version, string? failure, bool mayGoOn) = (null, null, false);
        try
        {
            version = await TrainAsync(seed, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            (failure, mayGoOn) = ("cancelled", true);
        }
        catch (Exception error)
        {
            // A training that fails must never take the silo with it; the version before stays live.
            log.LogError(error, "Training failed.");
            (failure, mayGoOn) = (error.Message, error is IOException or TimeoutException);
        }

        try
        {
            await grains.GetGrain<IModelGrain>(0).CompleteTrainingAsync(version, failure).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            log.LogError(error, "The trained version could not be handed over.");
            (failure, mayGoOn) = (failure ?? error.Message, true);
        }

        await (mayGoOn ? Task.CompletedTask : ForgetAsync(cancellationToken)).ConfigureAwait(false);
        _status = new TrainingStatus(false, failure is null ? "done" : "failed", 1, version?.Version, failure);
    }

    private async Task<ModelVersion> TrainAsync(int? seed, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        TrainingOptions chosen = seed is { } chosenSeed ? options.Value with { Seed = chosenSeed } : options.Value;
        LiveModel? live = Live();
        (TrainingLog training, UnfinishedTraining begun) = await BeginAsync(chosen, live, cancellationToken).ConfigureAwait(false);
        CatalogChange items = await catalog.ReadAsync(0, cancellationToken).ConfigureAwait(false);
        await using StoredCheckpoint checkpoint = await StoredCheckpoint.OpenAsync(_marks, begun.Name, log, cancellationToken).ConfigureAwait(false);
        if (begun.Tries > 1)
        {
            log.LogWarning("Training {Name} was cut short and goes on: {Steps} steps were found before.", begun.Name, checkpoint.Found);

            // it may have been cut short after it was stored and before it was handed over
            await models.DeleteAsync(begun.Name, cancellationToken).ConfigureAwait(false);
        }

        using TrainingScheduler threads = new(chosen.Threads);
        TrainedModel trained = await Task.Factory.StartNew(
            () => ModelTrainer.Train(training, chosen, begun.Name, begun.StartedAt, new Reporter(this, log), cancellationToken, live, items.Items, checkpoint),
            cancellationToken, TaskCreationOptions.None, threads).ConfigureAwait(false);
        log.Log(trained.RankerAvailable ? LogLevel.Information : LogLevel.Warning, "Training: {RankerNote}", trained.RankerNote);
        _status = _status with { Step = "writing", Progress = 0.99 };
        await models.WriteAsync(begun.Name, trained.Files, cancellationToken).ConfigureAwait(false);
        return trained.Version with { TrainingSeconds = time.GetElapsedTime(started).TotalSeconds };
    }

    private LiveModel? Live() =>
        serving.Current.Model is { } model && serving.Versions?.Versions.FirstOrDefault(known => known.Version == model.Version)?.LastEventAt is { } last ? new(model, last) : null;

    /// <summary>Goes on with the training that was cut short when this would be the same, and otherwise begins one.</summary>
    private async Task<(TrainingLog Log, UnfinishedTraining Begun)> BeginAsync(TrainingOptions chosen, LiveModel? live, CancellationToken cancellationToken)
    {
        string owner = silos.SiloAddress.ToParsableString();
        if (await FindOwnAsync(chosen.Seed, cancellationToken).ConfigureAwait(false) is { } before)
        {
            (TrainingLog old, _) = await _reader.ReadAsync(chosen, before.Position, cancellationToken).ConfigureAwait(false);
            if (TrainingFingerprint.Of(old, chosen, live?.Model.Version) == before.Fingerprint)
            {
                before = before with { Tries = before.Tries + 1, Owner = owner };
                await _marks.BeginAsync(before, cancellationToken).ConfigureAwait(false);
                return (old, before);
            }

            log.LogInformation("Training {Name} was cut short and begins anew: the log, the settings, the live model or the code are not what they were.", before.Name);
            await _marks.ForgetAsync(before.Name, cancellationToken).ConfigureAwait(false);
        }

        (TrainingLog training, long position) = await _reader.ReadAsync(chosen, null, cancellationToken).ConfigureAwait(false);
        DateTimeOffset now = time.GetUtcNow();
        UnfinishedTraining begun = new($"{now:yyyyMMdd-HHmmss-fff}", chosen.Seed, position, TrainingFingerprint.Of(training, chosen, live?.Model.Version), now) { Tries = 1, Owner = owner };
        await _marks.BeginAsync(begun, cancellationToken).ConfigureAwait(false);
        return (training, begun);
    }

    /// <summary>The newest unfinished training with this seed whose silo is gone; what else is left of such is deleted.</summary>
    private async Task<UnfinishedTraining?> FindOwnAsync(int seed, CancellationToken cancellationToken)
    {
        ModelCatalog known = await grains.GetGrain<IModelGrain>(0).GetAsync().ConfigureAwait(false);
        UnfinishedTraining? own = null;
        foreach (UnfinishedTraining training in (await _marks.FindAsync(cancellationToken).ConfigureAwait(false)).Where(training => !IsOwned(training)))
        {
            bool goesOn = own is null && training.Seed == seed && MayGoOn(training) && !known.Versions.Any(version => version.Version == training.Name);
            own = goesOn ? training : own;
            if (!goesOn)
            {
                await _marks.ForgetAsync(training.Name, cancellationToken).ConfigureAwait(false);
            }
        }

        return own;
    }

    /// <summary>Deletes what was kept of trainings that nobody is at.</summary>
    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (UnfinishedTraining training in (await _marks.FindAsync(cancellationToken).ConfigureAwait(false)).Where(training => !IsOwned(training)))
            {
                await _marks.ForgetAsync(training.Name, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception error)
        {
            log.LogWarning(error, "What a training kept on its way could not be deleted; the next training deletes it.");
        }
    }

    /// <summary>Takes progress as it comes, on the training's own thread.</summary>
    private sealed class Reporter(TrainingRunner runner, ILogger log) : IProgress<TrainingProgress>
    {
        private string _step = string.Empty;

        public void Report(TrainingProgress value)
        {
            runner._status = runner._status with { Step = value.Step, Progress = value.Share };
            if (value.Step != _step)
            {
                _step = value.Step;
                log.LogInformation("Training: {Step} ({Progress:P0})", value.Step, value.Share);
            }
        }
    }
}
