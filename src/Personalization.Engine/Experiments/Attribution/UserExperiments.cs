using System.Collections.Immutable;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Experiments.Assignment;

namespace Personalization.Engine.Experiments.Attribution;

/// <summary>
/// The experiments of a user: a fold of the user's log, like the profile. Not safe for concurrent use.
/// </summary>
/// <remarks>
/// The log proves exposures. The first one is the entry into an arm, which is logged before the first list shaped by
/// the arm is returned. Later ones are lists that an event names: the id of a list contains its time and its
/// experiments. The loss of a silo therefore loses no exposure, and reads write nothing but the entry. The changes that
/// an entry makes to the statistics are logged with it (<see cref="MetricDelta"/>).
/// </remarks>
public sealed class UserExperiments
{
    /// <summary>
    /// The maximum number of a user's lists and of a user's outcomes that are counted, the first ones.
    /// </summary>
    /// <remarks>A user with more is probably a bot.</remarks>
    public const int MaxCounted = 200;

    /// <summary>The experiments of a user who is in none. Nothing may be folded into this instance.</summary>
    public static readonly UserExperiments None = new();

    private readonly Dictionary<string, ServedMark> _lists = new(StringComparer.Ordinal);
    private readonly List<UserEvent> _outcomes = [];
    private readonly Dictionary<string, CountedArm> _counted = new(StringComparer.Ordinal);

    /// <summary>Creates the experiments of a user who is in none.</summary>
    public UserExperiments()
    {
    }

    /// <summary>Restores the experiments of a user from a snapshot.</summary>
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
            ImmutableSortedDictionary<string, MetricValue> values =
                counted.Values.WithComparers(StringComparer.Ordinal);
            _counted[counted.Experiment] = counted with { Values = values };
        }
    }

    /// <summary>Gets the user's arms in order of the experiments' names.</summary>
    public ImmutableArray<EnteredArm> Arms { get; private set; } = [];

    /// <summary>Gets the same arms in the form that assignment uses.</summary>
    public ImmutableArray<PinnedArm> PinnedArms { get; private set; } = [];

    /// <summary>Gets a snapshot.</summary>
    public UserExperimentsSnapshot ToSnapshot() => new()
    {
        Arms = Arms,
        Lists = [.. _lists.Keys],
        Outcomes = [.. _outcomes],
        Counted = [.. _counted.Values.OrderBy(counted => counted.Experiment, StringComparer.Ordinal)],
    };

    /// <summary>Folds a log entry into the state.</summary>
    public void Apply(LogEntry entry)
    {
        if (entry is EnteredEntry entered)
        {
            Enter(entered.Arms);
        }
        else if (entry is EventEntry { Event: var userEvent })
        {
            _ = Add(userEvent);
        }

        foreach (MetricDelta delta in entry.Tallies ?? [])
        {
            Count(delta);
        }
    }

    /// <summary>Computes the deltas of further events; null for none.</summary>
    /// <param name="events">The events, which are not folded in yet.</param>
    /// <param name="running">The measured experiments by name.</param>
    public ImmutableArray<MetricDelta>? DeltasOfEvents(
        IEnumerable<UserEvent> events, IReadOnlyDictionary<string, ExperimentDefinition> running)
    {
        int outcomes = _outcomes.Count;
        List<string> lists = [];
        foreach (UserEvent userEvent in events)
        {
            if (Add(userEvent) is { } list)
            {
                lists.Add(list);
            }
        }

        // The events are folded in to compute the deltas and then removed in reverse order, which restores the state.
        HashSet<string> types = [.. _outcomes.Skip(outcomes).Select(userEvent => userEvent.Type)];
        ImmutableArray<MetricDelta>? deltas = types.Count + lists.Count == 0
            ? null
            : DeltasOf(running, metric => lists.Count > 0 || metric.Outcome!.EventTypes.Any(types.Contains));
        _outcomes.RemoveRange(outcomes, _outcomes.Count - outcomes);
        foreach (string list in Enumerable.Reverse(lists))
        {
            _ = _lists.Remove(list);
        }

        return deltas;
    }

    /// <summary>Computes the deltas of entering arms; null for none.</summary>
    /// <param name="arms">All arms the user will have, which are not folded in yet.</param>
    /// <param name="running">The measured experiments by name.</param>
    public ImmutableArray<MetricDelta>? DeltasOfEntering(
        ImmutableArray<EnteredArm> arms, IReadOnlyDictionary<string, ExperimentDefinition> running)
    {
        UserExperiments after = new(ToSnapshot());
        after.SetArms(arms);
        return after.DeltasOf(running, static _ => true);
    }

    /// <summary>
    /// Computes the deltas of removing the user from all experiments, because of a merge into another user; null for
    /// none.
    /// </summary>
    public ImmutableArray<MetricDelta>? DeltasOfLeaving() => _counted.Count == 0
        ? null
        : [.. _counted.Values.OrderBy(counted => counted.Experiment, StringComparer.Ordinal).Select(RemovalOf)];

    /// <summary>Gets the user's arms after a merge of another user into this one.</summary>
    /// <param name="others">The other user's arms.</param>
    /// <returns>The arms; null when they do not change.</returns>
    /// <remarks>Of two arms of one experiment, the earlier one stays (see <see cref="PinnedArm.Merge"/>).</remarks>
    public ImmutableArray<EnteredArm>? ArmsAfterMerge(ImmutableArray<EnteredArm> others)
    {
        ImmutableArray<PinnedArm> merged = PinnedArm.Merge(PinnedArms, others.Select(ToPinned));
        return merged.SequenceEqual(PinnedArms)
            ? null
            : [.. merged.Select(pinned => Arms.Concat(others).First(arm => ToPinned(arm) == pinned))];
    }

    private static PinnedArm ToPinned(EnteredArm arm) => new(arm.Experiment, arm.Arm, arm.Since);

    private void Enter(ImmutableArray<EnteredArm> arms)
    {
        SetArms(arms);
        string[] left = [.. _counted.Keys.Where(experiment => arms.All(arm => arm.Experiment != experiment))];
        foreach (string ended in left)
        {
            _ = _counted.Remove(ended);
        }

        string[] lists =
            [.. _lists.Where(list => !arms.Any(arm => IsIn(list.Value, arm))).Select(list => list.Key)];
        foreach (string list in lists)
        {
            _ = _lists.Remove(list);
        }

        _ = _outcomes.RemoveAll(userEvent => !arms.Any(arm => IsOutcome(userEvent.Type, userEvent.OccurredAt, arm)));
    }

    private void SetArms(ImmutableArray<EnteredArm> arms)
    {
        Arms = [.. arms.OrderBy(arm => arm.Experiment, StringComparer.Ordinal)];
        PinnedArms = [.. Arms.Select(ToPinned)];
    }

    /// <summary>Folds an event into the state.</summary>
    /// <returns>The list that the event is the first to name; null for none.</returns>
    private string? Add(UserEvent userEvent)
    {
        if (Arms.IsEmpty)
        {
            return null;
        }

        // An event that names a list happened after the list was served, even if the client's clock is slow.
        DateTimeOffset at = userEvent.OccurredAt;
        string? named = null;
        if (userEvent.RecommendationId is { } list
            && RecommendationIds.ServedOf(list) is { } served
            && Arms.Any(arm => IsIn(served, arm)))
        {
            at = served.At > at ? served.At : at;
            named = _lists.Count < MaxCounted && _lists.TryAdd(list, served) ? list : null;
        }

        if (_outcomes.Count < MaxCounted && Arms.Any(arm => IsOutcome(userEvent.Type, at, arm)))
        {
            _outcomes.Add(userEvent with
            {
                OccurredAt = at,
                Placement = null,
                Properties = ImmutableDictionary<string, string>.Empty,
                Source = null,
            });
        }

        return named;
    }

    private void Count(MetricDelta delta)
    {
        if (delta.Units < 0)
        {
            _ = _counted.Remove(delta.Experiment);
            return;
        }

        CountedArm counted = _counted.GetValueOrDefault(delta.Experiment) ?? new CountedArm(
            delta.Experiment,
            delta.Arm,
            ImmutableSortedDictionary<string, MetricValue>.Empty.WithComparers(StringComparer.Ordinal));
        ImmutableSortedDictionary<string, MetricValue>.Builder values = counted.Values.ToBuilder();
        foreach (MetricChange change in delta.Changes)
        {
            _ = values.Remove(change.Metric);
            if (change.Is is { } value)
            {
                values.Add(change.Metric, value);
            }
        }

        _counted[delta.Experiment] = counted with { Values = values.ToImmutable() };
    }

    private static bool IsOutcome(string type, DateTimeOffset at, EnteredArm arm) =>
        at >= arm.Since && arm.EventTypes.Contains(type);

    private static bool IsIn(ServedMark served, EnteredArm arm) =>
        served.At >= arm.Since && served.Experiments.Contains(arm.Number);

    /// <summary>Computes the deltas between the user's present values and those already counted.</summary>
    /// <param name="running">The measured experiments by name.</param>
    /// <param name="affected">
    /// Selects the metrics that may have changed; used for a user who is already counted.
    /// </param>
    private ImmutableArray<MetricDelta>? DeltasOf(
        IReadOnlyDictionary<string, ExperimentDefinition> running, Func<MetricDefinition, bool> affected)
    {
        ImmutableArray<MetricDelta>.Builder deltas = ImmutableArray.CreateBuilder<MetricDelta>();
        foreach (EnteredArm arm in Arms)
        {
            if (running.GetValueOrDefault(arm.Experiment) is not { } definition)
            {
                continue;
            }

            CountedArm? counted = _counted.GetValueOrDefault(arm.Experiment);
            if (counted is not null && counted.Arm != arm.Arm)
            {
                deltas.Add(RemovalOf(counted));
                counted = null;
            }

            IReadOnlyList<MetricDefinition> metrics = counted is null
                ? definition.Metrics
                : [.. definition.Metrics.Where(metric => metric.Outcome is not null && affected(metric))];
            if (DeltaOf(counted, arm, metrics, ValuesOf(arm, metrics)) is { } delta)
            {
                deltas.Add(delta);
            }
        }

        return deltas.Count == 0 ? null : deltas.ToImmutable();
    }

    private ImmutableSortedDictionary<string, MetricValue> ValuesOf(
        EnteredArm arm, IReadOnlyList<MetricDefinition> metrics)
    {
        // The items of a list are known only from the events that name the list.
        ILookup<string, ItemId>? items = metrics.Any(metric => metric.Outcome?.OnlyListed == true)
            ? _outcomes.Where(userEvent => userEvent.RecommendationId is not null).ToLookup(
                userEvent => userEvent.RecommendationId!, userEvent => userEvent.ItemId, StringComparer.Ordinal)
            : null;

        // The entry is an exposure without an id. Its list has an id like any other and must not count twice.
        List<Exposure> exposures = [new(string.Empty, arm.Since, [])];
        exposures.AddRange(_lists.Where(list => IsIn(list.Value, arm)).Select(list => new Exposure(
            list.Key, list.Value.At, items is null ? [] : [.. items[list.Key]], IsConfirmed: true)));
        return UserPart.Values(metrics, exposures, _outcomes, (metric, _) => arm.Past.GetValueOrDefault(metric.Name));
    }

    private static MetricDelta? DeltaOf(
        CountedArm? counted,
        EnteredArm arm,
        IReadOnlyList<MetricDefinition> metrics,
        ImmutableSortedDictionary<string, MetricValue> values)
    {
        MetricChange[] changes =
        [
            .. metrics
                .Select(metric => new MetricChange(
                    metric.Name, Find(counted?.Values, metric.Name), Find(values, metric.Name)))
                .Where(change => change.Was != change.Is),
        ];
        return counted is not null && changes.Length == 0
            ? null
            : new MetricDelta
            {
                Experiment = arm.Experiment,
                Arm = arm.Arm,
                Units = counted is null ? 1 : 0,
                Changes = [.. changes],
            };
    }

    private static MetricDelta RemovalOf(CountedArm counted) => new()
    {
        Experiment = counted.Experiment,
        Arm = counted.Arm,
        Units = -1,
        Changes = [.. counted.Values.Select(value => new MetricChange(value.Key, value.Value, null))],
    };

    private static MetricValue? Find(ImmutableSortedDictionary<string, MetricValue>? values, string metric) =>
        values is not null && values.TryGetValue(metric, out MetricValue value) ? value : null;
}
