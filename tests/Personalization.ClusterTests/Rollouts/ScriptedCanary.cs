using System.Collections.Concurrent;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Rollouts;
using Personalization.Engine.Experiments.Results;
using Personalization.Engine.Experiments.Statistics;
using Personalization.Engine.Rollouts;
using Personalization.Grains.Rollouts;

namespace Personalization.ClusterTests.Rollouts;

/// <summary>
/// Users who convert as the test says, as many of them as the share allows; the results come from the engine's own
/// analysis.
/// </summary>
internal sealed class ScriptedCanary(RolloutOptions options) : ICanary
{
    private const int Users = 20_000;

    /// <summary>The conversion of users of the live version and of the new one.</summary>
    public (double Live, double New) Conversion { get; set; } = (0.2, 0.2);

    /// <summary>Every share that was set and every end, in order.</summary>
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
                Metrics = ArmStatistics.Empty.Metrics.Add(
                    CanaryExperiment.Conversion, all).Add(CanaryExperiment.ConversionFloor, all)
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
