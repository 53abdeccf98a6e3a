using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Tests.Abstractions;

/// <summary>Filled examples of the messages about experiments, with definitions and results as types.</summary>
internal static class ExperimentMessages
{
    private static readonly DateTimeOffset At = new(2026, 11, 1, 12, 30, 15, 250, TimeSpan.Zero);

    /// <summary>A definition in which every field has another value than its default.</summary>
    public static readonly ExperimentDefinition Definition = new()
    {
        Name = "checkout",
        Layer = "ranking",
        Slots = new(0.25, 0.75),
        Audience = new()
        {
            Placements = ["home", "cart"],
            Attributes = [new("country", ["ch", "de"]), new("app", ["old"], true)],
        },
        Arms =
        [
            ArmDefinition.Control(),
            new("brave", 2, new()
            {
                ModelVersion = "m-2",
                Sources = ["popular", "content"],
                Policy = new()
                {
                    SeenItems = SeenItems.ExcludePurchased,
                    Diversity = 0.5,
                    StatedPreferenceBoost = 1.5,
                    UnknownItems = false,
                },
                Exploration = new()
                {
                    Policy = ExplorationPolicy.SquareCb,
                    Slots = [2, 4],
                    Pool = 30,
                    Epsilon = 0.125,
                    Sharpness = 250,
                },
            }),
        ],
        Ramp = [new(At, 0.25), new(At.AddDays(1), 1)],
        Metrics =
        [
            new()
            {
                Name = "bought",
                Kind = MetricKind.Proportion,
                Outcome = new() { EventTypes = ["purchase"], Window = TimeSpan.FromHours(36) },
            },
            new()
            {
                Name = "spent",
                Role = MetricRole.Guardrail,
                Margin = 0.25,
                Cap = 500,
                Outcome = new()
                {
                    EventTypes = ["purchase", "refund"],
                    Measure = OutcomeMeasure.Sum,
                    DefaultReward = 2,
                },
            },
            new()
            {
                Name = "clicksAList",
                Kind = MetricKind.Ratio,
                Role = MetricRole.Secondary,
                Outcome = new()
                {
                    EventTypes = ["click"],
                    Measure = OutcomeMeasure.Count,
                    NeedsActivation = true,
                    OnlyNamed = true,
                    OnlyListed = true,
                },
            },
            new()
            {
                Name = "wait",
                Kind = MetricKind.Quantile,
                Role = MetricRole.Secondary,
                HigherIsBetter = false,
                Quantile = 0.9,
                Outcome = new() { EventTypes = ["waited"], Measure = OutcomeMeasure.First },
            },
        ],
        Alpha = 0.1,
        PlannedUnits = 5000,
        MinUnits = 20,
        Status = ExperimentStatus.Paused,
    };

    /// <summary>A registered experiment in both forms.</summary>
    public static readonly ExperimentView View = new()
    {
        Name = "checkout",
        Number = 2,
        Status = ExperimentStatus.Paused,
        DefinitionJson = """{"name":"checkout"}""",
        Definition = Definition,
        StartedAt = At,
        Changes = [new ExperimentChange(At, "paused", new ChangeNote("ops", "why not"))],
    };

    /// <summary>A report in both forms.</summary>
    public static readonly ExperimentReport Report = new()
    {
        Name = "checkout",
        Status = ExperimentStatus.Stopped,
        AsOf = At,
        Arms = [new ArmUnits("control", 10), new ArmUnits("brave", 12)],
        IsMismatch = true,
        Breaches = [new GuardrailBreach("spent", "brave")],
        ResultsJson = "{}",
        Results = new()
        {
            Arms = [new ArmResult("control", 10, 0.25), new ArmResult("brave", 12, 0.75)],
            SampleRatio = new(7.5, 0.0005, true),
            Metrics =
            [
                new()
                {
                    Metric = "spent",
                    Arm = "brave",
                    Role = MetricRole.Guardrail,
                    Method = "exact",
                    Level = 0.05,
                    Control = 4,
                    Value = 1,
                    Difference = -3,
                    Interval = new(-4, -2),
                    ExactInterval = new(double.NegativeInfinity, -1),
                    Relative = -0.75,
                    RelativeInterval = new(-0.875, -0.5),
                    PValue = 0.0001,
                    VarianceReduction = 0.5,
                    Verdict = Verdict.Breached,
                },
            ],
        },
    };

    /// <summary>The messages with typed definitions and results, by name.</summary>
    public static readonly IReadOnlyDictionary<string, object> All = new Dictionary<string, object>
    {
        ["experimentDefinition"] = Definition,
        ["typedExperiments"] = new ExperimentCatalog([View], 4) { IsTyped = true },
        ["typedExperimentAnswer"] = new ExperimentAnswer(
            View, [new ValidationError("$.name", "required", "name must not be empty.")]),
        ["typedExperimentReport"] = Report,
        ["metricHistory"] = new MetricHistory
        {
            Experiment = "checkout",
            Metric = "bought",
            Kind = MetricKind.Proportion,
            Arms =
            [
                new IntervalSeries("brave", [new(0.5, 0.25, new(-0.5, 1)), new(1.5, 0.125, null)]),
            ],
        },
    };
}
