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

/// <summary>What a user's log gets to know of experiments: the entry into arms, and with each event what it changes in their statistics. Call it in the user's turn.</summary>
internal sealed class UserEntries(UserHistory history, ExperimentHolder experiments, TimeProvider time)
{
    /// <summary>What a user did before is a covariate; of one who did much, the latest suffices.</summary>
    private const int PastEntries = 500;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private UserProfile Profile => history.Profile;

    /// <summary>Logs that the user enters arms.</summary>
    public async Task EnterAsync(ImmutableArray<AssignedArm> due)
    {
        ExperimentBoard board = experiments.Current;
        IReadOnlyList<LogEntry> latest = Profile.EventCount == 0 ? [] : await history.ReadAsync(Math.Max(0, Profile.Version - PastEntries), PastEntries);
        UserEvent[] past = [.. latest.OfType<EventEntry>().Select(entry => entry.Event)];

        // Lists tell when they were served to the millisecond; an entry must not be later than its own list.
        DateTimeOffset now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        EnteredArm[] entered =
        [
            .. due.Where(arm => !arm.IsOf(Profile.Trials.Held) && board.Measured.ContainsKey(arm.Experiment)).Select(arm => Enter(board, arm, past, now)),
        ];
        if (entered.Length > 0)
        {
            await history.AppendAsync([EntryOf(board, [.. Profile.Trials.Arms.Where(arm => board.Measured.ContainsKey(arm.Experiment)), .. entered])]);
        }
    }

    /// <summary>Logs that the user takes over the arms of one that is merged into it; before the events that are measured by them.</summary>
    public async Task TakeOverAsync(IUserGrain other)
    {
        ExperimentBoard board = experiments.Current;
        if (board.Measured.Count > 0
            && Profile.Trials.TakenOver([.. (await other.ArmsAsync()).Where(arm => board.Measured.ContainsKey(arm.Experiment))]) is { } arms)
        {
            await history.AppendAsync([EntryOf(board, arms)]);
        }
    }

    /// <summary>
    /// What events change in the statistics of the experiments the user is in; null for nothing. At the start of a silo this waits until it knows them, but not for long: what is
    /// not tallied now is with the user's next event.
    /// </summary>
    public async ValueTask<ImmutableArray<MetricDelta>?> TalliesAsync(IReadOnlyList<UserEvent> events)
    {
        if (Profile.Trials.Arms.IsEmpty)
        {
            return null;
        }

        if (!experiments.Loaded.IsCompleted)
        {
            _ = await Task.WhenAny(experiments.Loaded, Task.Delay(Patience, time));
        }

        return Profile.Trials.Upon(events, experiments.Current.Measured);
    }

    private EnteredEntry EntryOf(ExperimentBoard board, ImmutableArray<EnteredArm> arms) => new()
    {
        Sequence = Profile.Version + 1,
        ReceivedAt = time.GetUtcNow(),
        Arms = arms,
        Tallies = Profile.Trials.UponEntering(arms, board.Measured),
    };

    private static EnteredArm Enter(ExperimentBoard board, AssignedArm arm, UserEvent[] past, DateTimeOffset now)
    {
        ImmutableArray<MetricDefinition> metrics = [.. board.Measured[arm.Experiment].Metrics.Where(metric => metric.Outcome is not null)];
        return new EnteredArm
        {
            Experiment = arm.Experiment,
            Number = board.NumberOf(arm.Experiment),
            Arm = arm.Arm.Name,
            Since = now,
            EventTypes = [.. metrics.SelectMany(metric => metric.Outcome!.EventTypes).Distinct(StringComparer.Ordinal)],
            Past = metrics.Select(metric => (metric.Name, Value: OutcomeJoin.Before(now, past, metric.Outcome!))).Where(value => value.Value != 0)
                .ToImmutableDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal),
        };
    }
}
