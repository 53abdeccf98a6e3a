using Microsoft.Extensions.Logging;
using Personalization.Abstractions.Models;
using Personalization.Abstractions.Storage;
using Personalization.Grains.Serving;

namespace Personalization.Grains.Models;

/// <inheritdoc cref="IModelGrain"/>
[GrainType("personalization-model")]
public sealed class ModelGrain(
    [PersistentState("models", "models")] IPersistentState<ModelGrainState> stored,
    TrainingRunner trainer,
    IModelStore models,
    TimeProvider time,
    ILogger<ModelGrain> log) : Grain, IModelGrain
{
    /// <summary>So many versions are kept besides the live and the previous one; older ones are deleted.</summary>
    private const int VersionsKept = 8;

    private readonly SiloObservers<IModelObserver> _silos = new(time, log);

    private ModelGrainState State => stored.State;

    /// <inheritdoc/>
    public ValueTask<ModelCatalog> GetAsync() => ValueTask.FromResult(View());

    /// <inheritdoc/>
    public ValueTask<(TrainingStatus Status, bool Started)> TrainAsync(int? seed)
    {
        bool started = trainer.TryStart(seed);
        return ValueTask.FromResult((trainer.Status, started));
    }

    /// <inheritdoc/>
    public async ValueTask<ModelCatalog> PromoteAsync(string version)
    {
        if (!State.Versions.Any(known => known.Version == version))
        {
            throw new KeyNotFoundException($"There is no model version '{version}'.");
        }

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
            return;
        }

        if (State.Versions.Any(known => known.Version == version.Version))
        {
            return;
        }

        State.Versions = State.Versions.Insert(0, version with { Status = version.Report.Passed ? ModelVersionStatus.Candidate : ModelVersionStatus.Refused });
        await WriteAsync();
        log.LogInformation("Model version {Version}: {Verdict}", version.Version, version.Report.Verdict);
        if (version.Report.Passed)
        {
            await SwitchAsync(version.Version, State.Live, ModelVersionStatus.Previous);
        }

        await DeleteOldAsync();
    }

    private async Task SwitchAsync(string live, string? previous, ModelVersionStatus before)
    {
        string? leaving = State.Live;
        State.Versions = [.. State.Versions.Select(version => version with { Status = StatusAfter(version, live, leaving, before) })];
        State.Live = live;
        State.Previous = previous;
        State.Revision++;
        await WriteAsync();
        await _silos.TellAsync(silo => silo.OnLiveChangedAsync(State.Live, State.Revision));
    }

    private static ModelVersionStatus StatusAfter(ModelVersion version, string live, string? leaving, ModelVersionStatus before) =>
        version.Version == live ? ModelVersionStatus.Live
        : version.Version == leaving ? before
        : version.Status is ModelVersionStatus.Previous or ModelVersionStatus.Live ? ModelVersionStatus.Candidate
        : version.Status;

    private async Task DeleteOldAsync()
    {
        foreach (ModelVersion old in State.Versions.Where(version => version.Version != State.Live && version.Version != State.Previous).Skip(VersionsKept).ToList())
        {
            State.Versions = State.Versions.Remove(old);
            await WriteAsync();
            await models.DeleteAsync(old.Version, CancellationToken.None);
        }
    }

    /// <summary>Stores the state, or gives up the activation: what is stored is unknown then, and the next one reads it.</summary>
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

    private ModelCatalog View() => new(State.Live, State.Previous, State.Versions, trainer.Status, State.Revision);
}
