using System.Collections.Immutable;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Experiments.Assignment;

namespace Personalization.Engine.Experiments.Attribution;

/// <summary>
/// The experiments a user is in, as the user's own log tells them: a fold of its entries, like the profile. An exposure is what the log proves: the
/// entry into an arm, which is logged before the first list shaped by it is answered, and every later list that an event names, since the list's id
/// tells when it was served and in which experiments. So a silo that is lost loses nothing that counts, and reading writes nothing but the entry.
/// What an entry changes in the statistics is logged with it (<see cref="MetricDelta"/>). Not safe for concurrent use.
/// </summary>
public sealed class UserExperiments
{
    /// <summary>So many lists and so many outcomes of a user are measured, the first ones: who has more is no shopper.</summary>
    public const int Most = 200;

    /// <summary>Those of a user who is in none; nothing may be folded into it.</summary>
    public static readonly UserExperiments None = new();

    private readonly Dictionary<string, ServedMark> _lists = new(StringComparer.Ordinal);
    private readonly List<UserEvent> _outcomes = [];
    private readonly Dictionary<string, CountedArm> _counted = new(StringComparer.Ordinal);

    /// <summary>Makes the trials of a user who is in none.</summary>
    public UserExperiments()
    {
    }

    /// <summary>Makes the trials that were stored.</summary>
    public UserExperiments(UserExperimentsSnapshot stored)
    {
        SetArms(stored.Arms);
        foreach (string list in stored.Lists)
        {
            _lists[list] = RecommendationIds.ServedOf(list)!.Value;
        }

        _outcomes.AddRange(stored.Outcomes);
        foreach (CountedArm counted in stored.Counted)
        {
            _counted[counted.Experiment] = counted with { Values = counted.Values.WithComparers(StringComparer.Ordinal) };
        }
    }

    /// <summary>The arms the user is in, in order of the experiments' names.</summary>
    public ImmutableArray<EnteredArm> Arms { get; private set; } = [];

    /// <summary>The same as assignment needs them.</summary>
    public ImmutableArray<PinnedArm> Held { get; private set; } = [];

    /// <summary>The trials as they are stored.</summary>
    public UserExperimentsSnapshot ToSnapshot() => new()
    {
        Arms = Arms,
        Lists = [.. _lists.Keys],
        Outcomes = [.. _outcomes],
        Counted = [.. _counted.Values.OrderBy(counted => counted.Experiment, StringComparer.Ordinal)],
    };

    /// <summary>Folds in an entry.</summary>
    public void Apply(LogEntry entry)
    {
        if (entry is EnteredEntry entered)
        {
            Enter(entered.Arms);
        }
        else if (entry is EventEntry { Event: var done })
        {
            _ = Add(done);
        }

        foreach (MetricDelta tally in entry.Tallies ?? [])
        {
            Count(tally);
        }
    }

    /// <summary>What further events change; null for nothing.</summary>
    /// <param name="events">The events, not folded in yet.</param>
    /// <param name="running">The experiments that are measured, by name.</param>
    public ImmutableArray<MetricDelta>? Upon(IEnumerable<UserEvent> events, IReadOnlyDictionary<string, ExperimentDefinition> running)
    {
        int outcomes = _outcomes.Count;
        List<string> lists = [];
        foreach (UserEvent done in events)
        {
            if (Add(done) is { } list)
            {
                lists.Add(list);
            }
        }

        // Folded in only to see what comes of it, which is a small part of a fold, and taken back in the order that leaves everything as it was.
        HashSet<string> types = [.. _outcomes.Skip(outcomes).Select(done => done.Type)];
        ImmutableArray<MetricDelta>? tallies = types.Count + lists.Count == 0 ? null : Changes(running, metric => lists.Count > 0 || metric.Outcome!.EventTypes.Any(types.Contains));
        _outcomes.RemoveRange(outcomes, _outcomes.Count - outcomes);
        foreach (string list in Enumerable.Reverse(lists))
        {
            _ = _lists.Remove(list);
        }

        return tallies;
    }

    /// <summary>What entering arms changes.</summary>
    /// <param name="arms">All arms the user will be in, not folded in yet.</param>
    /// <param name="running">The experiments that are measured, by name.</param>
    public ImmutableArray<MetricDelta>? UponEntering(ImmutableArray<EnteredArm> arms, IReadOnlyDictionary<string, ExperimentDefinition> running)
    {
        UserExperiments after = new(ToSnapshot());
        after.SetArms(arms);
        return after.Changes(running, static _ => true);
    }

    /// <summary>What it changes when the user is no unit of any experiment any more, being merged into another; null for nothing.</summary>
    public ImmutableArray<MetricDelta>? UponLeaving() => _counted.Count == 0 ? null : [.. _counted.Values.OrderBy(counted => counted.Experiment, StringComparer.Ordinal).Select(Leaving)];

    /// <summary>All arms the user is in when another is merged into it: of two of one experiment the one seen first stays (see <see cref="PinnedArm.Merge"/>).</summary>
    /// <param name="others">The other user's arms.</param>
    /// <returns>The arms; null when they are those the user is in already.</returns>
    public ImmutableArray<EnteredArm>? TakenOver(ImmutableArray<EnteredArm> others)
    {
        ImmutableArray<PinnedArm> merged = PinnedArm.Merge(Held, others.Select(Hold));
        return merged.SequenceEqual(Held) ? null : [.. merged.Select(held => Arms.Concat(others).First(arm => Hold(arm) == held))];
    }

    private static PinnedArm Hold(EnteredArm arm) => new(arm.Experiment, arm.Arm, arm.Since);

    private void Enter(ImmutableArray<EnteredArm> arms)
    {
        SetArms(arms);
        foreach (string over in _counted.Keys.Where(experiment => arms.All(arm => arm.Experiment != experiment)).ToArray())
        {
            _ = _counted.Remove(over);
        }

        foreach (string list in _lists.Where(list => !arms.Any(arm => IsIn(list.Value, arm))).Select(list => list.Key).ToArray())
        {
            _ = _lists.Remove(list);
        }

        _ = _outcomes.RemoveAll(done => !arms.Any(arm => IsOutcome(done.Type, done.OccurredAt, arm)));
    }

    private void SetArms(ImmutableArray<EnteredArm> arms)
    {
        Arms = [.. arms.OrderBy(arm => arm.Experiment, StringComparer.Ordinal)];
        Held = [.. Arms.Select(Hold)];
    }

    /// <summary>Folds in an event.</summary>
    /// <returns>The list it is the first to name; null for none.</returns>
    private string? Add(UserEvent done)
    {
        if (Arms.IsEmpty)
        {
            return null;
        }

        // An event that names a list came after it, whatever the client's clock says.
        DateTimeOffset at = done.OccurredAt;
        string? named = null;
        if (done.RecommendationId is { } list && RecommendationIds.ServedOf(list) is { } served && Arms.Any(arm => IsIn(served, arm)))
        {
            at = served.At > at ? served.At : at;
            named = _lists.Count < Most && _lists.TryAdd(list, served) ? list : null;
        }

        if (_outcomes.Count < Most && Arms.Any(arm => IsOutcome(done.Type, at, arm)))
        {
            _outcomes.Add(done with { OccurredAt = at, Placement = null, Properties = ImmutableDictionary<string, string>.Empty, Source = null });
        }

        return named;
    }

    private void Count(MetricDelta tally)
    {
        if (tally.Units < 0)
        {
            _ = _counted.Remove(tally.Experiment);
            return;
        }

        CountedArm counted = _counted.GetValueOrDefault(tally.Experiment) ?? new CountedArm(tally.Experiment, tally.Arm, ImmutableSortedDictionary<string, MetricValue>.Empty.WithComparers(StringComparer.Ordinal));
        ImmutableSortedDictionary<string, MetricValue>.Builder values = counted.Values.ToBuilder();
        foreach (MetricChange change in tally.Changes)
        {
            _ = values.Remove(change.Metric);
            if (change.Is is { } value)
            {
                values.Add(change.Metric, value);
            }
        }

        _counted[tally.Experiment] = counted with { Values = values.ToImmutable() };
    }

    private static bool IsOutcome(string type, DateTimeOffset at, EnteredArm arm) => at >= arm.Since && arm.EventTypes.Contains(type);

    private static bool IsIn(ServedMark served, EnteredArm arm) => served.At >= arm.Since && served.Experiments.Contains(arm.Number);

    /// <summary>What the statistics lack of what is folded in.</summary>
    /// <param name="running">The experiments that are measured.</param>
    /// <param name="affected">Of a user who counts already: the metrics that may have changed.</param>
    private ImmutableArray<MetricDelta>? Changes(IReadOnlyDictionary<string, ExperimentDefinition> running, Func<MetricDefinition, bool> affected)
    {
        ImmutableArray<MetricDelta>.Builder tallies = ImmutableArray.CreateBuilder<MetricDelta>();
        foreach (EnteredArm arm in Arms)
        {
            if (running.GetValueOrDefault(arm.Experiment) is not { } definition)
            {
                continue;
            }

            CountedArm? counted = _counted.GetValueOrDefault(arm.Experiment);
            if (counted is not null && counted.Arm != arm.Arm)
            {
                tallies.Add(Leaving(counted));
                counted = null;
            }

            IReadOnlyList<MetricDefinition> metrics = counted is null ? definition.Metrics : [.. definition.Metrics.Where(metric => metric.Outcome is not null && affected(metric))];
            if (Changed(counted, arm, metrics, ValuesOf(arm, metrics)) is { } tally)
            {
                tallies.Add(tally);
            }
        }

        return tallies.Count == 0 ? null : tallies.ToImmutable();
    }

    private ImmutableSortedDictionary<string, MetricValue> ValuesOf(EnteredArm arm, IReadOnlyList<MetricDefinition> metrics)
    {
        // What was on a list is known of the events that name it.
        ILookup<string, ItemId>? items = metrics.Any(metric => metric.Outcome?.OnlyListed == true)
            ? _outcomes.Where(done => done.RecommendationId is not null).ToLookup(done => done.RecommendationId!, done => done.ItemId, StringComparer.Ordinal)
            : null;

        // The entry's own list goes by its name like any other: here it has none, so that it counts once.
        List<Exposure> exposures = [new(string.Empty, arm.Since, [])];
        exposures.AddRange(_lists.Where(list => IsIn(list.Value, arm)).Select(list => new Exposure(list.Key, list.Value.At, items is null ? [] : [.. items[list.Key]], IsConfirmed: true)));
        return UserPart.Values(metrics, exposures, _outcomes, (metric, _) => arm.Past.GetValueOrDefault(metric.Name));
    }

    private static MetricDelta? Changed(CountedArm? counted, EnteredArm arm, IReadOnlyList<MetricDefinition> metrics, ImmutableSortedDictionary<string, MetricValue> values)
    {
        MetricChange[] changes =
        [
            .. metrics.Select(metric => new MetricChange(metric.Name, Find(counted?.Values, metric.Name), Find(values, metric.Name))).Where(change => change.Was != change.Is),
        ];
        return counted is not null && changes.Length == 0
            ? null
            : new MetricDelta { Experiment = arm.Experiment, Arm = arm.Arm, Units = counted is null ? 1 : 0, Changes = [.. changes] };
    }

    private static MetricDelta Leaving(CountedArm counted) => new()
    {
        Experiment = counted.Experiment,
        Arm = counted.Arm,
        Units = -1,
        Changes = [.. counted.Values.Select(value => new MetricChange(value.Key, value.Value, null))],
    };

    private static MetricValue? Find(ImmutableSortedDictionary<string, MetricValue>? values, string metric) =>
        values is not null && values.TryGetValue(metric, out MetricValue value) ? value : null;
}
