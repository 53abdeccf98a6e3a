using System.Collections.Immutable;
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
    private readonly UserRecorder _recorder;
    private readonly WaitingTimes _waiting;
    private readonly TimeSpan _unknownAge;
    private readonly TimeProvider _time;
    private readonly ILogger<UserGrain> _log;

    /// <summary>
    /// Serializes writes. Some calls interleave, so that two users merging into each other cannot deadlock.
    /// </summary>
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>The entry into arms that is being logged; one at a time.</summary>
    private Task _entering = Task.CompletedTask;

    private bool _merging;
    private bool _lost;

    /// <summary>Called by the Orleans runtime.</summary>
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
        RetrainingCounter retraining,
        TimeProvider time,
        ILogger<UserGrain> logger)
    {
        _waiting = waiting;
        _unknownAge = TimeSpan.FromSeconds(servingOptions.Value.UnknownUserSeconds);
        _time = time;
        string key = this.GetPrimaryKeyString();
        _history = new UserHistory(key, eventLog, snapshot, profileOptions.Value, vocabulary, time, logger);
        _arms = new UserArms(key, experiments, time);
        _entries = new UserEntries(_history, experiments, time);
        string name = ids.NextId();
        UserExploration exploration = new(key, policies, rewards, budget, time, name);
        _recorder = new UserRecorder(_history, _entries, exploration, unknownItems, retraining, time);
        _lists = new UserLists(
            holder, lease, policies, composer, servingOptions.Value, _arms, exploration, time, name, rollout);
        _log = logger;
    }

    private UserProfile Profile => _history.Profile;

    private bool IsUnknown => !Profile.IsActive && Profile.AliasOf is null;

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await _history.LoadAsync(cancellationToken);
        if (IsUnknown)
        {
            UnknownUserTimer.Start(this, _unknownAge, () => IsUnknown, DeactivateOnIdle);
        }
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        _lost ? Task.CompletedTask : _history.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<EventAck>> RecordAsync(
        ImmutableArray<UserEvent> events, CancellationToken cancellationToken)
    {
        ImmutableArray<EventAck> acks = Profile.AliasOf is null
            ? await InTurnAsync(() => RecordInTurnAsync(events), cancellationToken)
            : default;
        return acks.IsDefault ? await Target()!.RecordAsync(events, cancellationToken) : acks;
    }

    /// <inheritdoc/>
    public ValueTask<RecommendationList> RecommendAsync(
        RecommendationQuery query, CancellationToken cancellationToken) =>
        Target() is { } target
            ? target.RecommendAsync(query, cancellationToken)
            : AnswerAsync(InTimeLeft(query), static list => list, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ServedList> ServeAsync(RecommendationQuery query, CancellationToken cancellationToken) =>
        Target() is { } target
            ? target.ServeAsync(query, cancellationToken)
            : AnswerAsync(InTimeLeft(query), static list => ServedList.Of(list), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<RecommendationList> RankAsync(RankQuery query, CancellationToken cancellationToken) =>
        Target() is { } target
            ? target.RankAsync(query, cancellationToken)
            : ValueTask.FromResult(_lists.Rank(Profile, query, cancellationToken));

    /// <inheritdoc/>
    public async ValueTask<UserView?> GetAsync()
    {
        if (IsUnknown)
        {
            return null;
        }

        IReadOnlyList<LogEntry> latest = await _history.ReadAsync(
            Math.Max(0, Profile.Version - ViewEvents), ViewEvents);
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

            await _history.AppendAsync([new PreferencesEntry
            {
                Sequence = Profile.Version + 1,
                ReceivedAt = _time.GetUtcNow(),
                UserId = user,
                Preferences = preferences
            }]);
            return true;
        });
        return stored
            ? Profile.Version
            : await Target()!.SetPreferencesAsync(UserId.Create(Profile.AliasOf!), preferences);
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
                erased += await GrainOf(UserId.Create(other)).EraseAliasAsync();
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
            throw new MergeRefusedException(
                $"This user was already merged into '{alias}'. Merge into that user instead.");
        }

        _merging = true;
        try
        {
            return Profile.Merged.Contains(other.Value)
                ? new MergeResult(Profile.Version, 0)
                : await InTurnAsync(() => _recorder.MergeAsync(user, other, GrainOf(other)));
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
            throw new MergeRefusedException("The other user is taking over a third user right now; try again.");
        }

        _ = await InTurnAsync(async () =>
        {
            if (Profile.AliasOf is { } known && known != target.Value)
            {
                throw new MergeRefusedException($"The other user was already merged into '{known}'.");
            }

            if (Profile.AliasOf is null)
            {
                await _history.AppendAsync([new AliasEntry
                {
                    Sequence = Profile.Version + 1,
                    ReceivedAt = _time.GetUtcNow(),
                    UserId = self,
                    Target = target,
                    Tallies = Profile.Trials.UponLeaving()
                }]);
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
    public async ValueTask<ImmutableArray<LogEntry>> ExportAsync(long afterSequence) =>
        [.. await _history.ReadAsync(afterSequence, ExportPage)];

    /// <inheritdoc/>
    public ValueTask<bool> EnsureSnapshotAsync(long sequence) =>
        InTurnAsync(async () => await _history.EnsureSnapshotAsync(sequence));

    /// <summary>
    /// Answers without waiting, except for the first list of an experiment, which waits until the user's entry is in
    /// the log.
    /// </summary>
    private ValueTask<T> AnswerAsync<T>(
        RecommendationQuery query, Func<RecommendationList, T> shape, CancellationToken cancellationToken)
    {
        ListLookup found = _lists.Find(Profile, query);
        return found.Due.IsEmpty
            ? ValueTask.FromResult(shape(_lists.Recommend(Profile, query, found, cancellationToken)))
            : EnterAndAnswerAsync(found.Due, query, shape, cancellationToken);
    }

    private async ValueTask<T> EnterAndAnswerAsync<T>(
        ImmutableArray<AssignedArm> due,
        RecommendationQuery query,
        Func<RecommendationList, T> shape,
        CancellationToken cancellationToken)
    {
        long started = _time.GetTimestamp();
        if (_entering.IsCompleted)
        {
            _entering = EnterAsync(due);
        }

        // The list keeps half of the time. When the entry takes longer, the list is made without the arm, and the entry
        // continues without delaying further lists.
        Task entering = _entering;
        if (await Task.WhenAny(
            entering,
            Task.Delay(TimeSpan.FromMilliseconds(query.DeadlineMs / 2.0), _time, cancellationToken)) != entering)
        {
            _arms.PutOff();
        }

        int spentMs = (int)Math.Min(_time.GetElapsedTime(started).TotalMilliseconds, query.DeadlineMs);
        return shape(
            _lists.Recommend(Profile, query with { DeadlineMs = query.DeadlineMs - spentMs }, cancellationToken));
    }

    /// <summary>
    /// Logs that the user enters arms. Never throws: without the entry the user is served without the arms.
    /// </summary>
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
            // Whether the entry is stored is unknown. If it is, the next append is fenced, and the next activation
            // reads it.
            _arms.PutOff();
            _log.LogWarning(error, "Failed to log a user's entry into an experiment; the list is made without it.");
        }
        finally
        {
            _ = _turn.Release();
        }
    }

    /// <summary>
    /// Records events. Returns a default array when the user became an alias while the write waited: the target then
    /// records them, outside this turn.
    /// </summary>
    private ValueTask<ImmutableArray<EventAck>> RecordInTurnAsync(ImmutableArray<UserEvent> events) =>
        Profile.AliasOf is null
            ? _recorder.RecordAsync(events)
            : ValueTask.FromResult<ImmutableArray<EventAck>>(default);

    private async ValueTask<long> EraseInTurnAsync()
    {
        long erased = await _history.EraseAsync();
        _lists.Clear();
        return erased;
    }

    /// <summary>Subtracts the time that a query has waited for its turn from its deadline.</summary>
    /// <remarks>An overloaded silo must not rank lists that no caller waits for.</remarks>
    private RecommendationQuery InTimeLeft(RecommendationQuery query)
    {
        int waitedMs = (int)Math.Min(_waiting.Of(query.Sender, query.SentAt).TotalMilliseconds, query.DeadlineMs);
        return waitedMs == 0 ? query : query with { DeadlineMs = query.DeadlineMs - waitedMs };
    }

    private IUserGrain? Target() =>
        Profile.AliasOf is { } target ? GrainOf(UserId.Create(target)) : null;

    private IUserGrain GrainOf(UserId user) => GrainFactory.GetGrain<IUserGrain>(UserKey.Encode(user));

    /// <summary>
    /// Runs a write after the earlier ones. A failed write deactivates the grain: the stored state is unknown, and the
    /// next activation reads the log.
    /// </summary>
    private async ValueTask<T> InTurnAsync<T>(
        Func<ValueTask<T>> write, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await _turn.WaitAsync(cancellationToken);
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
