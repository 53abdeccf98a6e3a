using System.Collections.Concurrent;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Rollouts;
using Personalization.Engine.Experiments.Results;
using Personalization.Engine.Experiments.Statistics;
using Personalization.Engine.Rollouts;
using Personalization.Grains.Rollouts;

namespace Personalization.ClusterTests.Rollouts;

/// <summary>
/// Users with a scripted conversion rate. The share decides their number, and the engine's own analysis gives the
/// results.
/// </summary>
internal sealed class ScriptedCanary(RolloutOptions options) : ICanary
{
    private const int Users = 20_000;

    /// <summary>Gets or sets the conversion rates of the live and the new version.</summary>
    public (double Live, double New) Conversion { get; set; } = (0.2, 0.2);

    /// <summary>Gets every share and every end of a canary, in order.</summary>
    public ConcurrentQueue<string> Done { get; } = new();

    public Task SetShareAsync(Rollout rollout, CancellationToken cancellationToken)
    {
        Done.Enqueue(FormattableString.Invariant($"{rollout.Experiment} {rollout.Share}"));
        return Task.CompletedTask;
    }

    public Task EndAsync(Rollout rollout, string why, CancellationToken cancellationToken)
    {
        Done.Enqueue($"{rollout.Experiment} end");
        return Task.CompletedTask;
    }

    public Task<ExperimentResults?> ReadAsync(Rollout rollout, CancellationToken cancellationToken)
    {
        long users = (long)(Users * rollout.Share);
        ExperimentStatistics statistics = Arm(CanaryExperiment.Control, users, Conversion.Live)
            + Arm(CanaryExperiment.Treatment, users, Conversion.New);
        return Task.FromResult<ExperimentResults?>(
            ExperimentAnalyst.Analyse(CanaryExperiment.Define(rollout, rollout.StageSince, options), statistics));
    }

    private static ExperimentStatistics Arm(string arm, long users, double conversion)
    {
        long yes = (long)(users * conversion);
        Moments all = Times(Moments.Of(1), yes) + Times(Moments.Of(0), users - yes);
        return ExperimentStatistics.Of(
            arm,
            new ArmStatistics
            {
                Units = users,
                Metrics = ArmStatistics.Empty.Metrics
                    .Add(CanaryExperiment.Conversion, all)
                    .Add(CanaryExperiment.ConversionFloor, all)
            });
    }

    private static Moments Times(Moments one, long count) => new()
    {
        Count = count,
        OutcomeSum = one.OutcomeSum * count,
        BaseSum = one.BaseSum * count,
        OutcomeSquares = one.OutcomeSquares * count,
        BaseSquares = one.BaseSquares * count,
        OutcomeByBase = one.OutcomeByBase * count,
    };
}
