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
/// Trains a model version: reads the whole event log, trains, stores the artifact and hands the version to the model
/// grain. A silo runs one training at a time.
/// </summary>
/// <remarks>
/// A training uses own threads with low priority and runs outside the grain scheduler. The results of its steps are
/// stored in the model store, so that another silo can resume it after a stop or a crash.
/// </remarks>
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
    /// <summary>
    /// The most attempts of one training: the training itself may be the cause of the interruptions. After them the
    /// next request starts a new training.
    /// </summary>
    private const int MaxAttempts = 4;

    /// <summary>The age at which an interrupted training is no longer resumed: its log is outdated.</summary>
    private static readonly TimeSpan ResumableFor = TimeSpan.FromDays(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _changing = new();
    private readonly TrainingResumePoints _resumePoints = new(models);
    private readonly TrainingLogReader _reader = new(events, grains, vocabulary, log);
    private volatile TrainingStatus _status = new(false, "none", 0, null, null);
    private Task _running = Task.CompletedTask;

    /// <summary>The state of the training that runs, or of the last one in this silo.</summary>
    public TrainingStatus Status => _status;

    /// <summary>Starts a training unless one runs.</summary>
    /// <param name="seed">The seed of the training; null for the configured one.</param>
    /// <returns>False when a training runs already.</returns>
    public bool TryStart(int? seed)
    {
        lock (_changing)
        {
            if (_status.Running)
            {
                return false;
            }

            string silo = silos.SiloAddress.Endpoint.ToString();
            _status = new TrainingStatus(true, "reading", 0, null, null) { Silo = silo };
            _running = Task.Factory.StartNew(
                () => RunAsync(seed, _stopping.Token),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default).Unwrap();
            return true;
        }
    }

    /// <summary>Cancels a running training and waits until it has ended.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    /// <summary>
    /// Finds the unfinished trainings that can be resumed, newest first, and whether another silo may still run each.
    /// </summary>
    internal async Task<IReadOnlyList<(UnfinishedTraining Training, bool IsOwned)>> FindUnfinishedAsync(
        CancellationToken cancellationToken) =>
    [
        .. (await _resumePoints.FindAsync(cancellationToken).ConfigureAwait(false))
            .Where(CanResume).Select(training => (training, IsOwned(training))),
    ];

    private bool CanResume(UnfinishedTraining training) =>
        training.Tries < MaxAttempts && time.GetUtcNow() - training.StartedAt < ResumableFor;

    private bool IsOwned(UnfinishedTraining training)
    {
        SiloAddress owner = SiloAddress.FromParsableString(training.Owner);
        return owner != silos.SiloAddress
            && silos.GetApproximateSiloStatus(owner)
                is SiloStatus.Active or SiloStatus.Joining or SiloStatus.ShuttingDown or SiloStatus.Stopping;
    }

    private async Task RunAsync(int? seed, CancellationToken cancellationToken)
    {
        (ModelVersion? version, string? failure, bool canResume) = (null, null, false);
        try
        {
            version = await TrainAsync(seed, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            (failure, canResume) = ("cancelled", true);
        }
        catch (Exception error)
        {
            // A failed training must not stop the silo; the live version stays.
            log.LogError(error, "Training failed.");
            (failure, canResume) = (error.Message, error is IOException or TimeoutException);
        }

        try
        {
            await grains.GetGrain<IModelGrain>(0).CompleteTrainingAsync(version, failure).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            log.LogError(error, "Failed to hand the trained version over to the model grain.");
            (failure, canResume) = (failure ?? error.Message, true);
        }

        await (canResume ? Task.CompletedTask : ForgetAsync(cancellationToken)).ConfigureAwait(false);
        Update(status => status with
        {
            Running = false,
            Step = failure is null ? "done" : "failed",
            Progress = 1,
            Version = version?.Version,
            Error = failure,
        });
    }

    private async Task<ModelVersion> TrainAsync(int? seed, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        TrainingOptions chosen = seed is { } chosenSeed ? options.Value with { Seed = chosenSeed } : options.Value;
        LiveModel? live = Live();
        (TrainingLog training, UnfinishedTraining begun) = await BeginAsync(
            chosen, live, cancellationToken).ConfigureAwait(false);
        CatalogChange items = await catalog.ReadAsync(0, cancellationToken).ConfigureAwait(false);
        await using StoredCheckpoint checkpoint = await StoredCheckpoint.OpenAsync(
            _resumePoints, begun.Name, CountStoredStep, log, cancellationToken).ConfigureAwait(false);
        int resumed = checkpoint.Resumed;
        Update(status => status with
        {
            PlannedVersion = begun.Name,
            StoredSteps = resumed,
            ResumedSteps = resumed,
        });
        if (begun.Tries > 1)
        {
            log.LogWarning("Resumed training {Name} with {Steps} stored steps.", begun.Name, resumed);

            // The earlier run may have stored its version without handing it over.
            await models.DeleteAsync(begun.Name, cancellationToken).ConfigureAwait(false);
        }

        using TrainingScheduler threads = new(chosen.Threads);
        TrainedModel trained = await Task.Factory.StartNew(
            () => ModelTrainer.Train(
                training, chosen, begun.Name, begun.StartedAt, new Reporter(this, log), cancellationToken, live,
                items.Items, checkpoint),
            cancellationToken, TaskCreationOptions.None, threads).ConfigureAwait(false);
        log.Log(
            trained.RankerAvailable ? LogLevel.Information : LogLevel.Warning,
            "Training {Name}: {RankerNote}",
            begun.Name,
            trained.RankerNote);
        Update(status => status with { Step = "writing", Progress = 0.99 });
        await models.WriteAsync(begun.Name, trained.Files, cancellationToken).ConfigureAwait(false);
        return trained.Version with { TrainingSeconds = time.GetElapsedTime(started).TotalSeconds };
    }

    private LiveModel? Live() =>
        serving.Current.Model is { } model && serving.Versions?.Versions.FirstOrDefault(
            known => known.Version == model.Version)?.LastEventAt is { } last ? new(model, last) : null;

    /// <summary>Resumes the interrupted training if this one would be identical; otherwise starts a new one.</summary>
    private async Task<(TrainingLog Log, UnfinishedTraining Begun)> BeginAsync(
        TrainingOptions chosen, LiveModel? live, CancellationToken cancellationToken)
    {
        string owner = silos.SiloAddress.ToParsableString();
        if (await FindOwnAsync(chosen.Seed, cancellationToken).ConfigureAwait(false) is { } before)
        {
            (TrainingLog old, _) = await _reader.ReadAsync(
                chosen, before.Position, cancellationToken).ConfigureAwait(false);
            if (TrainingFingerprint.Of(old, chosen, live?.Model.Version) == before.Fingerprint)
            {
                before = before with { Tries = before.Tries + 1, Owner = owner };
                await _resumePoints.BeginAsync(before, cancellationToken).ConfigureAwait(false);
                return (old, before);
            }

            log.LogInformation(
                "Interrupted training {Name} cannot resume (log, settings, live model or code changed); starting over.",
                before.Name);
            await _resumePoints.ForgetAsync(before.Name, cancellationToken).ConfigureAwait(false);
        }

        (TrainingLog training, long position) = await _reader.ReadAsync(
            chosen, null, cancellationToken).ConfigureAwait(false);
        DateTimeOffset now = time.GetUtcNow();
        string fingerprint = TrainingFingerprint.Of(training, chosen, live?.Model.Version);
        UnfinishedTraining begun = new($"{now:yyyyMMdd-HHmmss-fff}", chosen.Seed, position, fingerprint, now)
        {
            Tries = 1,
            Owner = owner,
        };
        await _resumePoints.BeginAsync(begun, cancellationToken).ConfigureAwait(false);
        return (training, begun);
    }

    /// <summary>
    /// Finds the newest unfinished training with this seed that no silo runs, and deletes all others.
    /// </summary>
    private async Task<UnfinishedTraining?> FindOwnAsync(int seed, CancellationToken cancellationToken)
    {
        ModelCatalog known = await grains.GetGrain<IModelGrain>(0).GetAsync().ConfigureAwait(false);
        UnfinishedTraining? own = null;
        IReadOnlyList<UnfinishedTraining> unfinished =
            await _resumePoints.FindAsync(cancellationToken).ConfigureAwait(false);
        foreach (UnfinishedTraining training in unfinished.Where(training => !IsOwned(training)))
        {
            bool resumes = own is null
                && training.Seed == seed
                && CanResume(training)
                && !known.Versions.Any(version => version.Version == training.Name);
            own = resumes ? training : own;
            if (!resumes)
            {
                await _resumePoints.ForgetAsync(training.Name, cancellationToken).ConfigureAwait(false);
            }
        }

        return own;
    }

    /// <summary>Deletes the stored steps of trainings that no silo runs.</summary>
    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<UnfinishedTraining> unfinished =
                await _resumePoints.FindAsync(cancellationToken).ConfigureAwait(false);
            foreach (UnfinishedTraining training in unfinished.Where(training => !IsOwned(training)))
            {
                await _resumePoints.ForgetAsync(training.Name, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception error)
        {
            log.LogWarning(error, "Failed to delete the stored steps of a training; the next training deletes them.");
        }
    }

    private void CountStoredStep() => Update(status => status with { StoredSteps = status.StoredSteps + 1 });

    /// <summary>Changes the status. Several threads do so during a training.</summary>
    private void Update(Func<TrainingStatus, TrainingStatus> change)
    {
        lock (_changing)
        {
            _status = change(_status);
        }
    }

    /// <summary>Receives progress on the training's thread.</summary>
    private sealed class Reporter(TrainingRunner runner, ILogger log) : IProgress<TrainingProgress>
    {
        private string _step = string.Empty;

        public void Report(TrainingProgress value)
        {
            runner.Update(status => status with { Step = value.Step, Progress = value.Share });
            if (value.Step != _step)
            {
                _step = value.Step;
                log.LogInformation("Training is at step {Step} ({Progress:P0}).", value.Step, value.Share);
            }
        }
    }
}
