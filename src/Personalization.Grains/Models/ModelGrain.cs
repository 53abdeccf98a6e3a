using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Personalization.Abstractions.DataQuality;
using Personalization.Abstractions.Models;
using Personalization.Abstractions.Stores;
using Personalization.Engine.Models;
using Personalization.Engine.Rollouts;
using Personalization.Grains.Serving;
using Personalization.Grains.Webhooks;

namespace Personalization.Grains.Models;

/// <inheritdoc cref="IModelGrain"/>
[GrainType("personalization-model")]
public sealed class ModelGrain(
    [PersistentState("models", "models")] IPersistentState<ModelGrainState> stored,
    TrainingRunner trainer,
    IModelStore models,
    IOptions<RolloutOptions> rollouts,
    IOptions<TrainingOptions> training,
    IOptions<SiloMessagingOptions> calls,
    TimeProvider time,
    ILogger<ModelGrain> log) : Grain, IModelGrain
{
    /// <summary>The number of versions that are retained besides those in use; older ones are deleted.</summary>
    private const int RetainedVersions = 8;

    /// <summary>
    /// The most different versions that are pinned besides the live one: each takes memory in every silo.
    /// </summary>
    private const int MaxPinnedVersions = 3;

    /// <summary>How often the grain checks whether a training lost its silo.</summary>
    private static readonly TimeSpan UnfinishedCheckInterval = TimeSpan.FromSeconds(30);

    private readonly SiloObservers<IModelObserver> _silos = new(
        SiloObservers<IModelObserver>.Patience(calls.Value, 2.0 / 3), time, log);
    private IGrainTimer? _unfinished;

    private ModelGrainState State => stored.State;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _unfinished = this.RegisterGrainTimer(
            ResumeLostAsync,
            new GrainTimerCreationOptions(TimeSpan.FromSeconds(1), UnfinishedCheckInterval) { Interleave = true });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<ModelCatalog> GetAsync() => ValueTask.FromResult(View());

    /// <inheritdoc/>
    public async ValueTask<(TrainingStatus Status, bool Started)> TrainAsync(int? seed)
    {
        if ((await GrainFactory.GetGrain<IDataQualityGrain>(0).GetAsync()).HoldsTraining)
        {
            const string reason = "Data quality is abnormal; see GET /v1/data-quality. "
                + "Training waits until the break ends or its window is released.";
            return (new TrainingStatus(false, TrainingStatus.Held, 0, null, reason), false);
        }

        bool started = trainer.TryStart(seed);
        return (trainer.Status, started);
    }

    /// <inheritdoc/>
    public async ValueTask<ModelCatalog> PromoteAsync(string version)
    {
        ThrowIfUnknown(version);
        if (State.Live != version)
        {
            await SwitchAsync(version, State.Live, ModelVersionStatus.Previous);
        }

        return View();
    }

    /// <inheritdoc/>
    public async ValueTask<ModelCatalog> RollBackAsync()
    {
        if (State.Previous is not { } previous)
        {
            throw new InvalidOperationException("There is no previous model version to return to.");
        }

        await SwitchAsync(previous, null, ModelVersionStatus.RolledBack);
        return View();
    }

    /// <inheritdoc/>
    public async ValueTask<ModelCatalog> HoldAsync(string purpose, string version)
    {
        ThrowIfUnknown(version);
        ImmutableSortedDictionary<string, string> holds = State.Holds.SetItem(purpose, version);
        if (holds.Values.Distinct().Count() > MaxPinnedVersions)
        {
            string pinned = string.Join(", ", State.Holds.Values.Distinct());
            throw new InvalidOperationException(
                $"At most {MaxPinnedVersions} model versions can be pinned besides the live one; pinned are {pinned}.");
        }

        if (State.Holds.GetValueOrDefault(purpose) != version)
        {
            State.Holds = holds;
            await PublishAsync();
        }

        return View();
    }

    /// <inheritdoc/>
    public async ValueTask<ModelCatalog> UnpinAsync(string purpose, ModelVersionStatus? verdict)
    {
        if (State.Holds.TryGetValue(purpose, out string? version))
        {
            State.Holds = State.Holds.Remove(purpose);
            State.Versions =
            [
                .. State.Versions.Select(known => known.Version == version && version != State.Live
                    ? known with { Status = verdict ?? known.Status }
                    : known),
            ];
            await PublishAsync();
        }

        return View();
    }

    /// <inheritdoc/>
    public ValueTask<ModelCatalog> SubscribeAsync(IModelObserver observer)
    {
        _silos.Add(observer);
        return ValueTask.FromResult(View());
    }

    /// <inheritdoc/>
    public async ValueTask CompleteTrainingAsync(ModelVersion? version, string? error)
    {
        if (version is null)
        {
            log.LogError("Training failed: {Error}", error);
            _ = await GrainFactory.TryPublishAsync(TrainingNews.Failed(error, time.GetUtcNow()), log);
            return;
        }

        if (State.Versions.Any(known => known.Version == version.Version))
        {
            return;
        }

        version = Judge(version);
        State.Versions = State.Versions.Insert(0, version);
        await WriteAsync();
        log.LogInformation("Stored model version {Version}: {Verdict}", version.Version, version.Report.Verdict);
        if (version.Status == ModelVersionStatus.Refused)
        {
            _ = await GrainFactory.TryPublishAsync(TrainingNews.Refused(version, time.GetUtcNow()), log);
        }

        if (version.Report.Passed && (State.Live is null || rollouts.Value.Mode != RolloutMode.Staged))
        {
            await SwitchAsync(version.Version, State.Live, ModelVersionStatus.Previous);
        }

        await DeleteOldAsync();
    }

    /// <summary>
    /// Sets the status of a new version. Without staged rollouts, this is where a version that is worse than the live
    /// one is refused.
    /// </summary>
    private ModelVersion Judge(ModelVersion version)
    {
        string? loss = version.Report.Passed && rollouts.Value.Mode != RolloutMode.Staged && State.Live is { } live
            ? PromotionGateEvaluator.LossOf(version, live, training.Value.MinCases, rollouts.Value)
            : null;
        OfflineReport report = loss is null
            ? version.Report
            : version.Report with { Passed = false, Verdict = $"Refused: {loss}" };
        return version with
        {
            Report = report,
            Status = report.Passed ? ModelVersionStatus.Candidate : ModelVersionStatus.Refused,
        };
    }

    /// <summary>Resumes a training whose silo was lost: this activation may replace the one of that silo.</summary>
    private async Task ResumeLostAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<(UnfinishedTraining Training, bool IsOwned)> unfinished =
            await trainer.FindUnfinishedAsync(cancellationToken);
        UnfinishedTraining? lost = unfinished.FirstOrDefault(found => !found.IsOwned).Training;
        if (!trainer.Status.Running && lost is not null)
        {
            _ = await TrainAsync(lost.Seed);
        }
        else if (trainer.Status.Running || unfinished.Count == 0)
        {
            _unfinished?.Dispose();
        }
    }

    private async Task SwitchAsync(string live, string? previous, ModelVersionStatus before)
    {
        string? leaving = State.Live;
        State.Versions =
        [
            .. State.Versions.Select(version =>
                version with { Status = StatusAfter(version, live, leaving, before) }),
        ];
        State.Live = live;
        State.Previous = previous;
        await PublishAsync();
    }

    private async Task PublishAsync()
    {
        State.Revision++;
        await WriteAsync();
        ModelCatalog published = View();
        await _silos.TellAsync(silo => silo.OnPublishedAsync(published));
    }

    private void ThrowIfUnknown(string version)
    {
        if (!State.Versions.Any(known => known.Version == version))
        {
            throw new KeyNotFoundException($"There is no model version '{version}'.");
        }
    }

    private static ModelVersionStatus StatusAfter(
        ModelVersion version, string live, string? leaving, ModelVersionStatus before) =>
        version.Version == live ? ModelVersionStatus.Live
        : version.Version == leaving ? before
        : version.Status is ModelVersionStatus.Previous or ModelVersionStatus.Live ? ModelVersionStatus.Candidate
        : version.Status;

    private async Task DeleteOldAsync()
    {
        foreach (ModelVersion old in State.Versions.Where(version => !IsInUse(version.Version))
            .Skip(RetainedVersions)
            .ToList())
        {
            State.Versions = State.Versions.Remove(old);
            await WriteAsync();
            await models.DeleteAsync(old.Version, CancellationToken.None);
        }
    }

    private bool IsInUse(string version) =>
        version == State.Live || version == State.Previous || State.Holds.ContainsValue(version);

    /// <summary>
    /// Stores the state. A failed write deactivates the grain: the stored state is unknown, and the next activation
    /// reads it.
    /// </summary>
    private async Task WriteAsync()
    {
        try
        {
            await stored.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }

    private ModelCatalog View() => new(
        State.Live,
        State.Previous,
        [.. State.Versions.Select(version => version with { Held = State.Holds.ContainsValue(version.Version) })],
        trainer.Status,
        State.Revision);
}
