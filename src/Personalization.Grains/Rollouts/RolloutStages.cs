using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Models;
using Personalization.Abstractions.Rollouts;
using Personalization.Engine.Models;
using Personalization.Engine.Rollouts;
using Personalization.Grains.Serving;

namespace Personalization.Grains.Rollouts;

/// <summary>Observes a rollout in each stage and applies its decisions. Every operation can be repeated.</summary>
public sealed class RolloutStages(
    IGrainFactory grains,
    ICanary canary,
    LatencyProbe latency,
    ServingHolder holder,
    IOptions<RolloutOptions> options,
    IOptions<TrainingOptions> training,
    TimeProvider time,
    ILogger<RolloutStages> log)
{
    /// <summary>The purpose under which silos pin the version that is rolled out.</summary>
    private const string Purpose = "rollout";

    /// <summary>The purpose under which silos pin the previous version.</summary>
    private const string Previous = "previous";

    /// <summary>The time limit for reading results: a person's request must not wait behind them.</summary>
    private static readonly TimeSpan ResultsTimeout = TimeSpan.FromSeconds(3);

    private IModelGrain Models => grains.GetGrain<IModelGrain>(0);

    /// <summary>Decides the next move of a rollout.</summary>
    public RolloutDecision Decide(Rollout rollout, string? live) =>
        RolloutMachine.Decide(rollout, live, time.GetUtcNow(), options.Value);

    /// <summary>Returns the rollout with its current observations.</summary>
    public async Task<Rollout> ObserveAsync(
        Rollout rollout,
        ModelCatalog catalog,
        RolloutTally tally,
        CancellationToken cancellationToken) => rollout.Stage switch
        {
            RolloutStage.Gate when rollout.Gate is null && catalog.Live == rollout.Base =>
                rollout with { Gate = await PassAsync(rollout, catalog, cancellationToken) },
            RolloutStage.Shadow => rollout with { Shadow = ShadowEvaluator.Judge(tally, options.Value) },
            RolloutStage.Canary when await ReadAsync(rollout, cancellationToken) is { } results =>
                rollout with { Canary = CanaryEvaluator.Judge(results, tally, options.Value, time.GetUtcNow()) },
            _ => rollout,
        };

    /// <summary>Applies the current stage of the rollout to models and canary.</summary>
    public async Task ApplyAsync(Rollout rollout)
    {
        string why = rollout.Audit[^1].Why;
        switch (rollout.Stage)
        {
            case RolloutStage.Canary:
                await canary.SetShareAsync(rollout, CancellationToken.None);
                break;
            case RolloutStage.Live:
                _ = await Models.HoldAsync(Previous, rollout.Base);
                _ = await Models.PromoteAsync(rollout.Version);
                await canary.EndAsync(rollout, why, CancellationToken.None);
                _ = await Models.UnpinAsync(Purpose, null);
                break;
            case RolloutStage.RolledBack:
                await TakeBackAsync(rollout, why);
                break;
            case RolloutStage.Refused:
                _ = await Models.UnpinAsync(Purpose, ModelVersionStatus.Refused);
                break;
            case RolloutStage.Stopped:
                _ = await Models.UnpinAsync(Purpose, null);
                await canary.EndAsync(rollout, why, CancellationToken.None);
                break;
            default:
                break;
        }
    }

    /// <summary>Whether the previous version must still be pinned.</summary>
    public bool KeepsPrevious(Rollout? newest) => newest is { Stage: RolloutStage.Live }
        && time.GetUtcNow() - newest.StageSince < TimeSpan.FromMinutes(options.Value.KeepMinutes);

    /// <summary>Unpins the previous version.</summary>
    public async Task UnpinPreviousAsync() => _ = await Models.UnpinAsync(Previous, null);

    /// <summary>
    /// The version to roll out next in staged mode: the newest candidate that was trained after the live version,
    /// passed its offline gate and was never rolled out. Null for none.
    /// </summary>
    public string? Next(ModelCatalog catalog, ImmutableArray<Rollout> rollouts) =>
        options.Value.Mode == RolloutMode.Staged
            && catalog.Versions.FirstOrDefault(version => version.Version == catalog.Live) is { } live
            ? catalog.Versions
                .Where(version => version.Status == ModelVersionStatus.Candidate
                    && version.Report.Passed
                    && version.TrainedAt > live.TrainedAt
                    && rollouts.All(rollout => rollout.Version != version.Version))
                .MaxBy(version => version.TrainedAt)?.Version
            : null;

    /// <summary>
    /// Withdraws the serving version before anything else: every reachable silo has dropped it when that step ends.
    /// </summary>
    private async Task TakeBackAsync(Rollout rollout, string why)
    {
        ModelCatalog catalog = await Models.UnpinAsync(Purpose, ModelVersionStatus.RolledBack);
        if (catalog.Live == rollout.Version)
        {
            _ = await Models.RollBackAsync();
        }

        await canary.EndAsync(rollout, why, CancellationToken.None);
        await UnpinPreviousAsync();
    }

    private async Task<GateReport?> PassAsync(
        Rollout rollout, ModelCatalog catalog, CancellationToken cancellationToken)
    {
        _ = await Models.HoldAsync(Purpose, rollout.Version);
        if (holder.Find(rollout.Version) is not { } model || holder.Find(rollout.Base) is not { } live)
        {
            log.LogDebug("The promotion gate waits until this silo has loaded {Version}.", rollout.Version);
            return null;
        }

        LatencyReport report = await RunAsync(live, model, cancellationToken);
        ModelVersion version = catalog.Versions.Single(known => known.Version == rollout.Version);
        return PromotionGateEvaluator.Judge(
            version, rollout.Base, report, training.Value.MinCases, options.Value, time.GetUtcNow());
    }

    /// <summary>Runs outside the grain scheduler: the probe computes for about a second.</summary>
    private Task<LatencyReport> RunAsync(
        ModelSnapshot live, ModelSnapshot model, CancellationToken cancellationToken) =>
        Task.Run(() => latency.Run(live, model, cancellationToken), cancellationToken);

    private async Task<ExperimentResults?> ReadAsync(Rollout rollout, CancellationToken cancellationToken)
    {
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(ResultsTimeout);
        try
        {
            return await canary.ReadAsync(rollout, timeout.Token);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogWarning(error, "Failed to read the canary results of {Version}.", rollout.Version);
            return null;
        }
    }
}
