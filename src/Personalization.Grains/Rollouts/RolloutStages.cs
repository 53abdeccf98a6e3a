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

/// <summary>What a rollout does in each stage: how it looks, and how a decision is carried out. Whatever is done may be done again.</summary>
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
    /// <summary>For whom silos hold the version that is rolled out.</summary>
    private const string Purpose = "rollout";

    /// <summary>For whom silos hold the version before.</summary>
    private const string Previous = "previous";

    /// <summary>A look waits no longer for results: a person's word must not wait behind it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private IModelGrain Models => grains.GetGrain<IModelGrain>(0);

    /// <summary>What to do next.</summary>
    public RolloutDecision Decide(Rollout rollout, string? live) => RolloutMachine.Decide(rollout, live, time.GetUtcNow(), options.Value);

    /// <summary>The rollout with what is to be seen of it now.</summary>
    public async Task<Rollout> LookAsync(Rollout rollout, ModelCatalog catalog, RolloutTally tally, CancellationToken cancellationToken) => rollout.Stage switch
    {
        RolloutStage.Gate when rollout.Gate is null && catalog.Live == rollout.Base => rollout with { Gate = await PassAsync(rollout, catalog, cancellationToken) },
        RolloutStage.Shadow => rollout with { Shadow = ShadowEvaluator.Judge(tally, options.Value) },
        RolloutStage.Canary when await ReadAsync(rollout, cancellationToken) is { } results => rollout with { Canary = CanaryEvaluator.Judge(results, tally, options.Value, time.GetUtcNow()) },
        _ => rollout,
    };

    /// <summary>Makes the world as the rollout says it is.</summary>
    public async Task CarryOutAsync(Rollout rollout)
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
                _ = await Models.LetGoAsync(Purpose, null);
                break;
            case RolloutStage.RolledBack:
                await TakeBackAsync(rollout, why);
                break;
            case RolloutStage.Refused:
                _ = await Models.LetGoAsync(Purpose, ModelVersionStatus.Refused);
                break;
            case RolloutStage.Stopped:
                _ = await Models.LetGoAsync(Purpose, null);
                await canary.EndAsync(rollout, why, CancellationToken.None);
                break;
            default:
                break;
        }
    }

    /// <summary>Whether the version before is still to be held.</summary>
    public bool KeepsPrevious(Rollout? newest) => newest is { Stage: RolloutStage.Live } && time.GetUtcNow() - newest.StageSince < TimeSpan.FromMinutes(options.Value.KeepMinutes);

    /// <summary>Lets the version before go.</summary>
    public async Task LetPreviousGoAsync() => _ = await Models.LetGoAsync(Previous, null);

    /// <summary>The version to roll out next: in staged mode the newest that was trained after the live one, passed its offline gate and was never rolled out.</summary>
    public string? Next(ModelCatalog catalog, ImmutableArray<Rollout> rollouts) =>
        options.Value.Mode == RolloutMode.Staged && catalog.Versions.FirstOrDefault(version => version.Version == catalog.Live) is { } live
            ? catalog.Versions.Where(version => version.Status == ModelVersionStatus.Candidate && version.Report.Passed && version.TrainedAt > live.TrainedAt
                && rollouts.All(rollout => rollout.Version != version.Version)).MaxBy(version => version.TrainedAt)?.Version
            : null;

    /// <summary>The version that serves goes first and nothing else is waited for: every silo that can be reached is without it when this step is done.</summary>
    private async Task TakeBackAsync(Rollout rollout, string why)
    {
        ModelCatalog catalog = await Models.LetGoAsync(Purpose, ModelVersionStatus.RolledBack);
        if (catalog.Live == rollout.Version)
        {
            _ = await Models.RollBackAsync();
        }

        await canary.EndAsync(rollout, why, CancellationToken.None);
        await LetPreviousGoAsync();
    }

    private async Task<GateReport?> PassAsync(Rollout rollout, ModelCatalog catalog, CancellationToken cancellationToken)
    {
        _ = await Models.HoldAsync(Purpose, rollout.Version);
        if (holder.Find(rollout.Version) is not { } model || holder.Find(rollout.Base) is not { } live)
        {
            log.LogDebug("The gate waits until this silo has loaded {Version}.", rollout.Version);
            return null;
        }

        LatencyReport report = await RunAsync(live, model, cancellationToken);
        ModelVersion version = catalog.Versions.Single(known => known.Version == rollout.Version);
        return PromotionGateEvaluator.Judge(version, rollout.Base, report, training.Value.MinCases, options.Value, time.GetUtcNow());
    }

    /// <summary>Off the grain's scheduler: it computes for a second.</summary>
    private Task<LatencyReport> RunAsync(ModelSnapshot live, ModelSnapshot model, CancellationToken cancellationToken) =>
        Task.Run(() => latency.Run(live, model, cancellationToken), cancellationToken);

    private async Task<ExperimentResults?> ReadAsync(Rollout rollout, CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return await canary.ReadAsync(rollout, patience.Token);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogWarning(error, "The canary of {Version} could not be read.", rollout.Version);
            return null;
        }
    }
}
