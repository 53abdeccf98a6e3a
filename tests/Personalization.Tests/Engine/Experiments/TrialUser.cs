using System.Collections.Immutable;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Identity;
using Personalization.Engine.Experiments.Attribution;
using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Tests.Engine.Experiments;

/// <summary>A user with a log as the grain writes it: each entry contains its deltas.</summary>
internal sealed class TrialUser
{
    public static readonly DateTimeOffset Start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly ExperimentDefinition Definition = new()
    {
        Name = "e",
        Status = ExperimentStatus.Running,
        Arms = [ArmDefinition.Control(), new("new", 1, new VariantPatch())],
        Metrics =
        [
            new()
            {
                Name = "bought",
                Kind = MetricKind.Proportion,
                Outcome = new() { EventTypes = ["purchase"], Window = TimeSpan.FromHours(10) }
            },
            new()
            {
                Name = "spent",
                Cap = 100,
                Outcome =
                    new() { EventTypes = ["purchase"], Measure = OutcomeMeasure.Sum, Window = TimeSpan.FromHours(10) }
            },
            new()
            {
                Name = "clicks a list",
                Kind = MetricKind.Ratio,
                Outcome = new()
                {
                    EventTypes = ["click"],
                    Measure = OutcomeMeasure.Count,
                    NeedsActivation = true,
                    OnlyNamed = true
                }
            },
            new()
            {
                Name = "clicked what was listed",
                Kind = MetricKind.Proportion,
                Outcome = new() { EventTypes = ["click"], OnlyNamed = true, OnlyListed = true }
            },
            new()
            {
                Name = "depth",
                Kind = MetricKind.Quantile,
                Quantile = 0.5,
                Outcome = new() { EventTypes = ["view"], Measure = OutcomeMeasure.Count }
            },
        ],
    };

    private static readonly ImmutableDictionary<string, ExperimentDefinition> Running =
        ImmutableDictionary<string, ExperimentDefinition>.Empty.Add("e", Definition);

    private readonly List<LogEntry> _log = [];
    private int _events;

    public UserExperiments Trials { get; private set; } = new();

    public IReadOnlyList<LogEntry> Log => _log;

    public static EnteredArm Arm(
        string arm, double hour, double spentBefore = 0, string experiment = "e", int number = 3) => new()
        {
            Experiment = experiment,
            Number = number,
            Arm = arm,
            Since = Start.AddHours(hour),
            EventTypes = ["purchase", "click", "view"],
            Past = spentBefore == 0
            ? ImmutableDictionary<string, double>.Empty
            : ImmutableDictionary<string, double>.Empty.Add("spent", spentBefore),
        };

    public static UserEvent Event(string id, string type, double hour, double? value = null, string? list = null) =>
        new()
        {
            EventId = id,
            UserId = UserId.Create("u"),
            Type = type,
            ItemId = ItemId.Create("i"),
            OccurredAt = Start.AddHours(hour),
            Value = value,
            RecommendationId = list,
        };

    /// <summary>Sums the statistics over the logs of users.</summary>
    public static ExperimentStatistics SumOf(params IEnumerable<TrialUser> users)
    {
        MetricDeltaSum sum = new(Definition.Metrics, ExperimentStatistics.Empty);
        foreach (MetricDelta delta in users.SelectMany(user => user.Log)
            .SelectMany(entry => entry.Tallies ?? [])
            .Where(delta => delta.Experiment == "e"))
        {
            sum = new(Definition.Metrics, sum.Statistics);
            sum.Add(delta);
        }

        return sum.Statistics;
    }

    public void Enter(params ImmutableArray<EnteredArm> arms) =>
        Append(new EnteredEntry { ReceivedAt = Start, Arms = arms, Tallies = Trials.DeltasOfEntering(arms, Running) });

    public void Do(string type, double hour, double? value = null, string? list = null) =>
        Do(Event($"{_events++}", type, hour, value, list));

    public void Do(UserEvent userEvent) => Append(new EventEntry
    {
        ReceivedAt = Start,
        Event = userEvent,
        Tallies = Trials.DeltasOfEvents([userEvent], Running),
    });

    public void BecomeAlias() =>
        Append(new AliasEntry
        {
            ReceivedAt = Start,
            UserId = UserId.Create("u"),
            Target = UserId.Create("v"),
            Tallies = Trials.DeltasOfLeaving()
        });

    /// <summary>Resumes from a snapshot, as another activation does.</summary>
    public void Move() => Trials = new UserExperiments(Trials.ToSnapshot());

    private void Append(LogEntry entry)
    {
        _log.Add(entry with { Sequence = _log.Count + 1 });
        Trials.Apply(entry);
    }
}
