using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Profiles;
using Personalization.Abstractions.Recommendations;
using Personalization.Abstractions.Users;
using Personalization.Engine.Experiments.Assignment;
using Personalization.Engine.Profiles;
using Personalization.Engine.Recommendations;
using Personalization.Grains.DataQuality;
using Personalization.Grains.Experiments;
using Personalization.Grains.Retraining;
using Personalization.Grains.Rollouts;
using Personalization.Grains.Serving;

namespace Personalization.Grains.Users;

/// <inheritdoc cref="IUserGrain"/>
[GrainType("personalization-user")]
public sealed class UserGrain : Grain, IUserGrain, IDisposable
{
    private const int ExportPage = 500;
    private const int ViewEvents = 50;
    private const int ViewItems = 100;

    private readonly UserHistory _history;
    private readonly UserLists _lists;
    private readonly UserArms _arms;
    private readonly UserEntries _entries;
    private readonly UserExploration _exploration;
    private readonly UnknownItems _unknownItems;
    private readonly RetrainingCounter _learning;
    private readonly WaitingTimes _waiting;
    private readonly TimeProvider _time;
    private readonly ILogger<UserGrain> _log;

    /// <summary>One write at a time, also for those calls that interleave so that two users merging into each other cannot wait for ever.</summary>
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>The entry into arms that is being logged; one at a time.</summary>
    private Task _entering = Task.CompletedTask;

    private bool _merging;
    private bool _lost;

    /// <summary>Made by the runtime.</summary>
    public UserGrain(
        [PersistentState("profile", "profiles")] IPersistentState<ProfileSnapshot> snapshot,
        IEventLog eventLog,
        ServingHolder holder,
        ExperimentHolder experiments,
        RewardHolder rewards,
        ExplorationBudget budget,
        PlacementPolicies policies,
        ListComposer composer,
        EventVocabulary vocabulary,
        IOptions<ProfileOptions> profileOptions,
        IOptions<ServingOptions> servingOptions,
        SiloLease lease,
        WaitingTimes waiting,
        IIdSource ids,
        UnknownItems unknownItems,
        RolloutCounter rollout,
        RetrainingCounter learning,
        TimeProvider time,
        ILogger<UserGrain> logger)
    {
        _unknownItems = unknownItems;
        _learning = learning;
        _waiting = waiting;
        _time = time;
        _history = new UserHistory(this.GetPrimaryKeyString(), eventLog, snapshot, profileOptions.Value, vocabulary, time, logger);
        _arms = new UserArms(this.GetPrimaryKeyString(), experiments, time);
        _entries = new UserEntries(_history, experiments, time);
        string name = ids.NextId();
        _exploration = new UserExploration(this.GetPrimaryKeyString(), policies, rewards, budget, time, name);
        _lists = new UserLists(holder, lease, policies, composer, servingOptions.Value, _arms, _exploration, time, name, rollout);
        _log = logger;
    }

    private UserProfile Profile => _history.Profile;

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken) => _history.LoadAsync(cancellationToken);

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        _lost ? Task.CompletedTask : _history.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<EventAck>> RecordAsync(ImmutableArray<UserEvent> events)
    {
        ImmutableArray<EventAck> acks = Profile.AliasOf is null ? await InTurnAsync(() => RecordInTurnAsync(events)) : default;
        return acks.IsDefault ? await Target()!.RecordAsync(events) : acks;
    }

    /// <inheritdoc/>
    public ValueTask<RecommendationList> RecommendAsync(RecommendationQuery query, CancellationToken cancellationToken) =>
        Target() is { } target ? target.RecommendAsync(query, cancellationToken) : AnswerAsync(InTimeLeft(query), static list => list, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ServedList> ServeAsync(RecommendationQuery query, CancellationToken cancellationToken) =>
        Target() is { } target ? target.ServeAsync(query, cancellationToken) : AnswerAsync(InTimeLeft(query), static list => ServedList.Of(list), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<RecommendationList> RankAsync(RankQuery query, CancellationToken cancellationToken) =>
        Target() is { } target ? target.RankAsync(query, cancellationToken) : ValueTask.FromResult(_lists.Rank(Profile, query, cancellationToken));

    /// <inheritdoc/>
    public async ValueTask<UserView?> GetAsync()
    {
        if (Profile.Version == 0 || (Profile.EventCount == 0 && Profile.AliasOf is null && Profile.Preferences.IsEmpty))
        {
            return null;
        }

        IReadOnlyList<LogEntry> latest = await _history.ReadAsync(Math.Max(0, Profile.Version - ViewEvents), ViewEvents);
        return new UserView
        {
            ProfileVersion = Profile.Version,
            EventCount = Profile.EventCount,
            Preferences = Profile.Preferences,
            Items = [.. Profile.PreferencesAt(_time.GetUtcNow()).Take(ViewItems)],
            RecentEvents = [.. latest.OfType<EventEntry>().Select(entry => entry.Event).Reverse()],
            MergedInto = Profile.AliasOf,
        };
    }

    /// <inheritdoc/>
    public async ValueTask<long> SetPreferencesAsync(UserId user, StatedPreferences preferences)
    {
        bool stored = Profile.AliasOf is null && await InTurnAsync(async () =>
        {
            if (Profile.AliasOf is not null)
            {
                return false;
            }

            await _history.AppendAsync([new PreferencesEntry { Sequence = Profile.Version + 1, ReceivedAt = _time.GetUtcNow(), UserId = user, Preferences = preferences }]);
            return true;
        });
        return stored ? Profile.Version : await Target()!.SetPreferencesAsync(UserId.Create(Profile.AliasOf!), preferences);
    }

    /// <inheritdoc/>
    public async ValueTask<long> ForgetAsync()
    {
        if (Target() is { } target)
        {
            return await target.ForgetAsync();
        }

        return await InTurnAsync(async () =>
        {
            long erased = 0;
            foreach (string other in Profile.Merged)
            {
                erased += await GrainFactory.GetGrain<IUserGrain>(UserKey.Encode(UserId.Create(other))).EraseAliasAsync();
            }

            return erased + await EraseInTurnAsync();
        });
    }

    /// <inheritdoc/>
    public async ValueTask<MergeResult> MergeFromAsync(UserId user, UserId other)
    {
        if (user == other)
        {
            throw new MergeRefusedException("A user cannot be merged into itself.");
        }

        if (Profile.AliasOf is { } alias)
        {
            throw new MergeRefusedException($"The user was itself merged into '{alias}'; merge into that one.");
        }

        _merging = true;
        try
        {
            return Profile.Merged.Contains(other.Value) ? new MergeResult(Profile.Version, 0) : await InTurnAsync(() => MergeInTurnAsync(user, other));
        }
        finally
        {
            _merging = false;
        }
    }

    /// <inheritdoc/>
    public async ValueTask BecomeAliasOfAsync(UserId self, UserId target)
    {
        if (_merging)
        {
            throw new MergeRefusedException("The other user is taking over a third one at this moment; try again.");
        }

        _ = await InTurnAsync(async () =>
        {
            if (Profile.AliasOf is { } known && known != target.Value)
            {
                throw new MergeRefusedException($"The other user was already merged into '{known}'.");
            }

            if (Profile.AliasOf is null)
            {
                await _history.AppendAsync([new AliasEntry { Sequence = Profile.Version + 1, ReceivedAt = _time.GetUtcNow(), UserId = self, Target = target, Tallies = Profile.Trials.UponLeaving() }]);
                _lists.Clear();
            }

            return true;
        });
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<EnteredArm>> ArmsAsync() => ValueTask.FromResult(Profile.Trials.Arms);

    /// <inheritdoc/>
    public async ValueTask<long> EraseAliasAsync() => Profile.AliasOf is null ? 0 : await InTurnAsync(EraseInTurnAsync);

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<LogEntry>> ExportAsync(long afterSequence) => [.. await _history.ReadAsync(afterSequence, ExportPage)];

    /// <inheritdoc/>
    public ValueTask<bool> EnsureSnapshotAsync(long sequence) => InTurnAsync(async () => await _history.EnsureSnapshotAsync(sequence));

    /// <summary>Answers at once, but for the first list of an experiment, which waits until the user's entry is in the log.</summary>
    private ValueTask<T> AnswerAsync<T>(RecommendationQuery query, Func<RecommendationList, T> shape, CancellationToken cancellationToken)
    {
        ImmutableArray<AssignedArm> due = _lists.ArmsDue(Profile, query);
        return due.IsEmpty
            ? ValueTask.FromResult(shape(_lists.Recommend(Profile, query, cancellationToken)))
            : EnterAndAnswerAsync(due, query, shape, cancellationToken);
    }

    private async ValueTask<T> EnterAndAnswerAsync<T>(ImmutableArray<AssignedArm> due, RecommendationQuery query, Func<RecommendationList, T> shape, CancellationToken cancellationToken)
    {
        long started = _time.GetTimestamp();
        if (_entering.IsCompleted)
        {
            _entering = EnterAsync(due);
        }

        // Half of the time is left for the list: without the arm when the entry takes longer, which goes on meanwhile and holds up no further list.
        Task entering = _entering;
        if (await Task.WhenAny(entering, Task.Delay(TimeSpan.FromMilliseconds(query.DeadlineMs / 2.0), _time, cancellationToken)) != entering)
        {
            _arms.PutOff();
        }

        int spentMs = (int)Math.Min(_time.GetElapsedTime(started).TotalMilliseconds, query.DeadlineMs);
        return shape(_lists.Recommend(Profile, query with { DeadlineMs = query.DeadlineMs - spentMs }, cancellationToken));
    }

    /// <summary>Logs that the user enters arms. Never fails: without the entry the user is served without the arms.</summary>
    private async Task EnterAsync(ImmutableArray<AssignedArm> due)
    {
        await _turn.WaitAsync();
        try
        {
            if (!_lost && Profile.AliasOf is null)
            {
                await _entries.EnterAsync(due);
            }
        }
        catch (ActivationFencedException)
        {
            _lost = true;
            DeactivateOnIdle();
        }
        catch (Exception error)
        {
            // Whether the entry is stored is unknown. If it is, the next append is fenced, and the next activation reads it.
            _arms.PutOff();
            _log.LogWarning(error, "A user could not enter an experiment; the list is made without it.");
        }
        finally
        {
            _ = _turn.Release();
        }
    }

    /// <summary>Records, or gives a default array when the user became an alias while this write waited: then the target has to, outside this turn.</summary>
    private async ValueTask<ImmutableArray<EventAck>> RecordInTurnAsync(ImmutableArray<UserEvent> events)
    {
        if (Profile.AliasOf is not null)
        {
            return default;
        }

        _unknownItems.Count(events);
        List<UserEvent> fresh = await RecordNewAsync(events);
        _learning.Count(fresh);
        if (fresh.Count == events.Length)
        {
            return AllAccepted(events.Length);
        }

        HashSet<UserEvent> accepted = new(fresh, ReferenceEqualityComparer.Instance);
        return [.. events.Select(done => new EventAck(accepted.Contains(done) ? EventStatus.Accepted : EventStatus.Duplicate, Profile.Version))];
    }

    private ImmutableArray<EventAck> AllAccepted(int count)
    {
        EventAck[] acks = new EventAck[count];
        Array.Fill(acks, new EventAck(EventStatus.Accepted, Profile.Version));
        return ImmutableCollectionsMarshal.AsImmutableArray(acks);
    }

    /// <summary>
    /// Takes over page by page: a history may be longer than one append or one message can be. Cut off in between, the merge is
    /// done again, and what was taken over already is found to be a duplicate.
    /// </summary>
    private async ValueTask<MergeResult> MergeInTurnAsync(UserId user, UserId other)
    {
        IUserGrain otherGrain = GrainFactory.GetGrain<IUserGrain>(UserKey.Encode(other));
        await otherGrain.BecomeAliasOfAsync(other, user);
        await _entries.TakeOverAsync(otherGrain);
        int taken = 0;
        PreferencesEntry? said = null;
        ImmutableArray<LogEntry> page = await otherGrain.ExportAsync(0);
        for (; !page.IsEmpty; page = await otherGrain.ExportAsync(page[^1].Sequence))
        {
            Dictionary<UserEvent, DateTimeOffset> first = page.OfType<EventEntry>()
                .ToDictionary(entry => entry.Event, entry => entry.FirstReceivedAt ?? entry.ReceivedAt, (IEqualityComparer<UserEvent>)ReferenceEqualityComparer.Instance);
            taken += (await RecordNewAsync([.. page.OfType<EventEntry>().Select(entry => entry.Event)], first)).Count;
            said = page.OfType<PreferencesEntry>().LastOrDefault() ?? said;
        }

        DateTimeOffset now = _time.GetUtcNow();
        long next = Profile.Version;
        List<LogEntry> end = said is not null && Profile.Preferences.IsEmpty ? [said with { Sequence = ++next, ReceivedAt = now, UserId = user }] : [];
        end.Add(new MergedEntry { Sequence = ++next, ReceivedAt = now, UserId = user, Other = other });
        await _history.AppendAsync(end);
        return new MergeResult(Profile.Version, taken);
    }

    /// <summary>Appends those events that are not in the history yet.</summary>
    /// <param name="events">The events.</param>
    /// <param name="first">When each was first received, of another user's events; null for this user's own.</param>
    /// <returns>Those that were not.</returns>
    private async ValueTask<List<UserEvent>> RecordNewAsync(IReadOnlyList<UserEvent> events, Dictionary<UserEvent, DateTimeOffset>? first = null)
    {
        List<UserEvent> fresh = await _history.FindNewAsync(events);
        if (fresh.Count > 0)
        {
            NewEntries entries = new(_exploration.TakeNamed(fresh), fresh, first, await _entries.TalliesAsync(fresh));
            await _history.AppendAsync(entries.After(Profile.Version, _time.GetUtcNow()));
        }

        return fresh;
    }

    private async ValueTask<long> EraseInTurnAsync()
    {
        long erased = await _history.EraseAsync();
        _lists.Clear();
        return erased;
    }

    /// <summary>A query that has waited for its turn has less time left: a silo that cannot keep up must not spend itself on lists nobody waits for any more.</summary>
    private RecommendationQuery InTimeLeft(RecommendationQuery query)
    {
        int waitedMs = (int)Math.Min(_waiting.Of(query.Sender, query.SentAt).TotalMilliseconds, query.DeadlineMs);
        return waitedMs == 0 ? query : query with { DeadlineMs = query.DeadlineMs - waitedMs };
    }

    private IUserGrain? Target() =>
        Profile.AliasOf is { } target ? GrainFactory.GetGrain<IUserGrain>(UserKey.Encode(UserId.Create(target))) : null;

    /// <summary>Runs a write when those before it are done. A write that failed leaves it unknown what is stored: the activation gives up, the next one reads the log.</summary>
    private async ValueTask<T> InTurnAsync<T>(Func<ValueTask<T>> write)
    {
        await _turn.WaitAsync();
        try
        {
            return _lost ? throw new ActivationFencedException() : await write();
        }
        catch (Exception error) when (error is not MergeRefusedException)
        {
            _lost = true;
            DeactivateOnIdle();
            throw;
        }
        finally
        {
            _ = _turn.Release();
        }
    }
}
