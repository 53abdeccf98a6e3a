using System.Collections.Immutable;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Users;
using Personalization.Engine.Experiments.Assignment;
using Personalization.Engine.Experiments.Attribution;
using Personalization.Engine.Profiles;
using Personalization.Grains.Serving;

namespace Personalization.Grains.Users;

/// <summary>
/// Logs what experiments need of a user: entries into arms, and the metric deltas of events. Call it in the user's
/// turn.
/// </summary>
internal sealed class UserEntries(UserHistory history, ExperimentHolder experiments, TimeProvider time)
{
    /// <summary>The number of latest log entries that are used as a covariate.</summary>
    private const int PastEntries = 500;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private UserProfile Profile => history.Profile;

    /// <summary>Logs that the user enters arms.</summary>
    public async Task EnterAsync(ImmutableArray<AssignedArm> due)
    {
        ExperimentBoard board = experiments.Current;
        IReadOnlyList<LogEntry> latest = Profile.EventCount == 0
            ? []
            : await history.ReadAsync(Math.Max(0, Profile.Version - PastEntries), PastEntries);
        UserEvent[] past = [.. latest.OfType<EventEntry>().Select(entry => entry.Event)];

        // Lists record their time in milliseconds; an entry must not be later than its own list.
        DateTimeOffset now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        EnteredArm[] entered =
        [
            .. due
                .Where(arm => !arm.IsOf(Profile.Trials.PinnedArms) && board.Measured.ContainsKey(arm.Experiment))
                .Select(arm => Enter(board, arm, past, now)),
        ];
        if (entered.Length > 0)
        {
            IEnumerable<EnteredArm> known =
                Profile.Trials.Arms.Where(arm => board.Measured.ContainsKey(arm.Experiment));
            await history.AppendAsync([EntryOf(board, [.. known, .. entered])]);
        }
    }

    /// <summary>
    /// Logs that the user takes over the arms of a merged user. Call it before the events that they measure.
    /// </summary>
    public async Task TakeOverAsync(IUserGrain other)
    {
        ExperimentBoard board = experiments.Current;
        if (board.Measured.Count > 0
            && Profile.Trials.ArmsAfterMerge(
                [.. (await other.ArmsAsync()).Where(arm => board.Measured.ContainsKey(arm.Experiment))]) is { } arms)
        {
            await history.AppendAsync([EntryOf(board, arms)]);
        }
    }

    /// <summary>Returns how events change the statistics of the user's experiments; null for no change.</summary>
    /// <remarks>
    /// A starting silo waits briefly until it knows the experiments. Events that are not counted now are counted with
    /// the user's next event.
    /// </remarks>
    public async ValueTask<ImmutableArray<MetricDelta>?> TalliesAsync(IReadOnlyList<UserEvent> events)
    {
        if (!KnowsTallies)
        {
            _ = await Task.WhenAny(experiments.Loaded, Task.Delay(Patience, time));
        }

        return Tallies(events);
    }

    /// <summary>Gets whether <see cref="Tallies"/> needs no wait for the experiments.</summary>
    public bool KnowsTallies => !IsMeasured || experiments.Loaded.IsCompleted;

    /// <summary>
    /// Returns how events change the statistics of the user's experiments as far as they are known; null for no change.
    /// </summary>
    public ImmutableArray<MetricDelta>? Tallies(IReadOnlyList<UserEvent> events) =>
        IsMeasured ? Profile.Trials.DeltasOfEvents(events, experiments.Current.Measured) : null;

    private bool IsMeasured => !Profile.Trials.Arms.IsEmpty && !Profile.Preferences.OptOut;

    private EnteredEntry EntryOf(ExperimentBoard board, ImmutableArray<EnteredArm> arms) => new()
    {
        Sequence = Profile.Version + 1,
        ReceivedAt = time.GetUtcNow(),
        Arms = arms,
        Tallies = Profile.Trials.DeltasOfEntering(arms, board.Measured),
    };

    private static EnteredArm Enter(ExperimentBoard board, AssignedArm arm, UserEvent[] past, DateTimeOffset now)
    {
        ImmutableArray<MetricDefinition> metrics =
        [.. board.Measured[arm.Experiment].Metrics.Where(metric => metric.Outcome is not null)];
        return new EnteredArm
        {
            Experiment = arm.Experiment,
            Number = board.NumberOf(arm.Experiment),
            Arm = arm.Arm.Name,
            Since = now,
            EventTypes = [.. metrics.SelectMany(metric => metric.Outcome!.EventTypes).Distinct(StringComparer.Ordinal)],
            Past = metrics.Select(metric => (metric.Name, Value: OutcomeJoin.Before(now, past, metric.Outcome!)))
                .Where(value => value.Value != 0)
                .ToImmutableDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal),
        };
    }
}
