using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Models;
using Personalization.Abstractions.Monitoring;
using Personalization.Abstractions.Storage;
using Personalization.Engine.Monitoring;
using Personalization.Engine.Training;
using Personalization.Grains.Serving;

namespace Personalization.Grains.Models;

/// <summary>
/// Trains a model version on threads of its own and of low priority, beside serving and off the grains' scheduler: reads the whole event log, trains,
/// stores the artifact, and hands the version to the model grain. One training at a time in a silo.
/// </summary>
public sealed class TrainingRunner(
    IEventLog events,
    IModelStore models,
    ICatalogStore catalog,
    IGrainFactory grains,
    ServingHolder serving,
    EventVocabulary vocabulary,
    IOptions<TrainingOptions> options,
    TimeProvider time,
    ILogger<TrainingRunner> log) : IDisposable
{
    private const int ReadPage = 10_000;

    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _starting = new();
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

    private async Task RunAsync(int? seed, CancellationToken cancellationToken)
    {
        ModelVersion? version = null;
        string? failure = null;
        try
        {
            version = await TrainAsync(seed, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            failure = "cancelled";
        }
        catch (Exception error)
        {
            // A training that fails must never take the silo with it; the version before stays live.
            log.LogError(error, "Training failed.");
            failure = error.Message;
        }

        try
        {
            await grains.GetGrain<IModelGrain>(0).CompleteTrainingAsync(version, failure).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            log.LogError(error, "The trained version could not be handed over.");
            failure ??= error.Message;
        }

        _status = new TrainingStatus(false, failure is null ? "done" : "failed", 1, version?.Version, failure);
    }

    private async Task<ModelVersion> TrainAsync(int? seed, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        TrainingOptions chosen = seed is { } chosenSeed ? options.Value with { Seed = chosenSeed } : options.Value;
        TrainingLog training = await ReadLogAsync(chosen, cancellationToken).ConfigureAwait(false);
        CatalogChange items = await catalog.ReadAsync(0, cancellationToken).ConfigureAwait(false);
        DateTimeOffset now = time.GetUtcNow();
        string name = $"{now:yyyyMMdd-HHmmss-fff}";
        LiveModel? live = Live();
        using TrainingScheduler threads = new(chosen.Threads);
        TrainedModel trained = await Task.Factory.StartNew(
            () => ModelTrainer.Train(training, chosen, name, now, new Reporter(this, log), cancellationToken, live, items.Items), cancellationToken, TaskCreationOptions.None, threads).ConfigureAwait(false);
        log.Log(trained.RankerAvailable ? LogLevel.Information : LogLevel.Warning, "Training: {RankerNote}", trained.RankerNote);
        _status = _status with { Step = "writing", Progress = 0.99 };
        await models.WriteAsync(name, trained.Files, cancellationToken).ConfigureAwait(false);
        return trained.Version with { TrainingSeconds = time.GetElapsedTime(started).TotalSeconds };
    }

    private LiveModel? Live() =>
        serving.Current.Model is { } model && serving.Versions?.Versions.FirstOrDefault(known => known.Version == model.Version)?.LastEventAt is { } last ? new(model, last) : null;

    private async Task<TrainingLog> ReadLogAsync(TrainingOptions chosen, CancellationToken cancellationToken)
    {
        HeldWindows held = new(await grains.GetGrain<IWatchGrain>(0).GetAsync().ConfigureAwait(false));
        TrainingLogBuilder builder = new(vocabulary, held.Holds, TrainingMemory.MostEvents(chosen, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes));
        long position = 0;
        IReadOnlyList<LogRecord> page;
        do
        {
            page = await events.ReadAllAsync(position, ReadPage, cancellationToken).ConfigureAwait(false);
            foreach (LogRecord record in page)
            {
                builder.Add(record);
                position = record.Position;
            }
        }
        while (page.Count == ReadPage);
        if (held.Count > 0)
        {
            log.LogInformation("Training leaves out {Left} events of {Windows} watched windows that are not released.", builder.LeftOut, held.Count);
        }

        return builder.Build();
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
