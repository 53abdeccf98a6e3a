using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Rollouts;
using Personalization.Engine.Experiments.Assignment;
using Personalization.Engine.Experiments.Results;
using Personalization.Engine.Experiments.Statistics;
using Personalization.Engine.Rollouts;

namespace Personalization.Tests.Engine.Rollouts;

/// <summary>
/// A rollout of a version with a known effect. Users come hour by hour, the engine's own plan assigns them, and they
/// convert at random. The engine's own rollout machine decides and does not know the truth.
/// </summary>
internal sealed class SimulatedRollout(int seed, double conversion, double lift)
{
    private const int Shoppers = 120_000;
    private const int VisitsPerHour = 2_000;
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly RolloutOptions Options =
        new() { ShadowMinutes = 0, ShadowLists = 0, StepMinutes = 360, StepUsers = 200, PlannedUsers = 40_000 };

    private readonly Random _chance = new(seed);
    private readonly HashSet<int> _seen = [];
    private ExperimentStatistics _statistics = ExperimentStatistics.Empty;
    private ExperimentPlan _plan = ExperimentPlan.Empty;
    private DateTimeOffset _now = Start;

    /// <summary>The rollout as it ended.</summary>
    public Rollout Rollout { get; private set; } = RolloutMachine.Begin($"m-{seed}", "m-live", Start, "test") with
    {
        Gate = new()
        {
            At = Start,
            OfflineNote = "Planted.",
            Latency = new(200, 1, 1, 1, 1),
            OffPolicy = PromotionGateEvaluator.NoPropensities,
            Problems = []
        },
    };

    /// <summary>The number of users who got the version.</summary>
    public int Exposed { get; private set; }

    /// <summary>The share of all shoppers who got the version.</summary>
    public double ExposedShare => (double)Exposed / Shoppers;

    /// <summary>The time during which any user got the version.</summary>
    public TimeSpan Served { get; private set; }

    /// <summary>Runs the rollout to its end.</summary>
    public SimulatedRollout Run()
    {
        while (Rollout.IsActive)
        {
            Assert.True(_now < Start.AddDays(60), "The rollout does not end.");
            Decide();
            Hour();
        }

        return this;
    }

    private void Decide()
    {
        RolloutDecision decision = RolloutMachine.Decide(Rollout, "m-live", _now, Options);
        Rollout = RolloutMachine.Apply(Rollout, decision, _now, RolloutMachine.Engine);
        _plan = Rollout.Stage == RolloutStage.Canary
            ? new(
                [CanaryExperiment.Define(Rollout, _now, Options) with { Status = ExperimentStatus.Running }],
                HoldoutDefinition.None)
            : ExperimentPlan.Empty;
    }

    private void Hour()
    {
        _now = _now.AddHours(1);
        Served += Rollout.Share > 0 ? TimeSpan.FromHours(1) : TimeSpan.Zero;
        for (int visit = 0; visit < VisitsPerHour; visit++)
        {
            Visit(_chance.Next(Shoppers));
        }

        if (Rollout.Stage == RolloutStage.Canary)
        {
            ExperimentResults results = ExperimentAnalyst.Analyse(
                CanaryExperiment.Define(Rollout, _now, Options), _statistics);
            Rollout = Rollout with { Canary = CanaryEvaluator.Judge(results, RolloutTally.Empty, Options, _now) };
        }
    }

    private void Visit(int shopper)
    {
        AssignmentContext context = new(
            UserId.Create($"s{shopper}"), "home", new Dictionary<string, string>(), [], _now);
        if (_plan.Assign(context) is not [var assigned] || !_seen.Add(shopper))
        {
            return;
        }

        bool isNew = assigned.Arm.Name == CanaryExperiment.Treatment;
        Exposed += isNew ? 1 : 0;
        Moments outcome = Moments.Of(_chance.NextDouble() < conversion * (isNew ? 1 + lift : 1) ? 1 : 0);
        ArmStatistics part = new()
        {
            Units = 1,
            Metrics = ArmStatistics.Empty.Metrics.Add(
                CanaryExperiment.Conversion, outcome).Add(CanaryExperiment.ConversionFloor, outcome)
        };
        _statistics += ExperimentStatistics.Of(assigned.Arm.Name, part);
    }
}
