using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Merchandising;
using Personalization.Abstractions.Pages;
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
public sealed class UserGrain : Grain, IUserGrain
{
    private const int ExportPage = 500;
    private const int ViewEvents = 50;
    private const int ViewItems = 100;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly UserHistory _history;
    private readonly UserLists _lists;
    private readonly UserPages _pages;
    private readonly ArmEntry _entry;
    private readonly UserRecorder _recorder;
    private readonly UserTurn _turn;
    private readonly UserIdentity _identity;
    private readonly UserIntake _intake;
    private readonly WaitingTimes _waiting;
    private readonly TimeSpan _unknownAge;
    private readonly IdSigner _signer;
    private readonly ServingHolder _holder;
    private readonly TimeProvider _time;
    private readonly RulePreviewer _previews;
    private readonly ListSharing _sharing;
    private readonly ILogger<UserGrain> _log;

    /// <summary>Completes an interrupted merge or erasure; null for none.</summary>
    private IGrainTimer? _resume;

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
        UserMetrics metrics,
        IdSigner signer,
        LocalLists local,
        TimeProvider time,
        ILogger<UserGrain> logger)
    {
        _signer = signer;
        _holder = holder;
        _waiting = waiting;
        _unknownAge = TimeSpan.FromSeconds(servingOptions.Value.UnknownUserSeconds);
        _time = time;
        string key = this.GetPrimaryKeyString();
        _history = new UserHistory(key, eventLog, snapshot, profileOptions.Value, vocabulary, time, metrics, logger);
        UserArms arms = new(key, experiments, time);
        UserEntries entries = new(_history, experiments, time);
        string name = ids.NextId();
        UserExploration exploration = new(key, policies, rewards, budget, time, name);
        _recorder = new UserRecorder(_history, entries, exploration, unknownItems, retraining, signer, time);
        _turn = new UserTurn(_history, Leave);
        _entry = new ArmEntry(_turn, _history, entries, arms, time, logger);
        _lists = new UserLists(
            holder, lease, policies, composer, servingOptions.Value, arms, exploration, time, name, rollout, signer);
        _sharing = new ListSharing(key, local, _turn, _history, _lists.Cached);
        _pages = new UserPages(_lists, holder, lease, policies, exploration, ids.NextId(), time);
        UserMerges merges = new(
            _history, entries, _recorder, new UserUnmerge(_history, GrainOf, time), GrainOf, time);
        _identity = new UserIdentity(_turn, _history, merges, _lists, GrainOf, metrics, time, logger);
        _intake = new UserIntake(_turn, _history, _recorder, _identity, time);
        _previews = new RulePreviewer(holder, policies, composer, time);
        _log = logger;
    }

    private UserProfile Profile => _history.Profile;

    private bool IsUnknown => !Profile.IsActive && Profile.AliasOf is null;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await _signer.EnsureAsync();
        await _history.LoadAsync(cancellationToken);
        if (IsUnknown)
        {
            UnknownUserTimer.Start(
                this, _unknownAge, () => IsUnknown && _history.Watchers is null, DeactivateOnIdle);
        }

        if (_identity.IsInterrupted)
        {
            _resume = this.RegisterGrainTimer(
                _ => ResumeAsync(), new GrainTimerCreationOptions(TimeSpan.Zero, RetryAfter) { KeepAlive = true });
        }
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _sharing.End();
        _history.Watchers?.Tell(Profile, UserChange.Moved);
        if (await _history.TrySettleAsync(cancellationToken) && !_turn.IsLost)
        {
            await _history.FlushAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<EventAck>> RecordAsync(
        ImmutableArray<UserEvent> events, CancellationToken cancellationToken) =>
        _intake.RecordAsync(events, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<TakenEvents> TakeAsync(ImmutableArray<UserEvent> events, long deadline) =>
        _intake.TakeAsync(events, deadline);

    /// <inheritdoc/>
    public ValueTask<RecommendationList> RecommendAsync(
        RecommendationQuery query, CancellationToken cancellationToken) =>
        _identity.Target() is { } target
            ? target.RecommendAsync(query, cancellationToken)
            : AnswerAsync(InTimeLeft(query), static list => list, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ServedList> ServeAsync(RecommendationQuery query, CancellationToken cancellationToken) =>
        _identity.Target() is { } target
            ? target.ServeAsync(query, cancellationToken)
            : AnswerAsync(InTimeLeft(query), static list => ServedList.Of(list), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<PageAnswer> PageAsync(PageQuery query, CancellationToken cancellationToken)
    {
        if (_identity.Target() is { } target)
        {
            return await target.PageAsync(query, cancellationToken);
        }

        int left = query.DeadlineMs - _waiting.MsOf(query.Sender, query.SentAt, query.DeadlineMs);
        ImmutableArray<AssignedArm> due = _pages.ArmsDue(Profile, query);
        left = due.IsEmpty ? left : await _entry.EnterAsync(due, left, cancellationToken);
        PageAnswer page = _pages.Compose(Profile, query with { DeadlineMs = left }, cancellationToken);
        return DurableVersions.In(_history, page);
    }

    /// <inheritdoc/>
    public ValueTask<RecommendationList> RankAsync(RankQuery query, CancellationToken cancellationToken) =>
        _identity.Target() is { } target
            ? target.RankAsync(query, cancellationToken)
            : ValueTask.FromResult(DurableVersions.In(_history, _lists.Rank(Profile, query, cancellationToken)));

    /// <inheritdoc/>
    public ValueTask<RulePreview> PreviewAsync(RulePreviewQuery query) => _identity.Target() is { } target
        ? target.PreviewAsync(query)
        : ValueTask.FromResult(_previews.Preview(Profile, query));

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
            ProfileVersion = _history.DurableVersion,
            EventCount = Profile.EventCount,
            Preferences = Profile.Preferences,
            Items = [.. Profile.PreferencesAt(_time.GetUtcNow()).Take(ViewItems)],
            RecentEvents = [.. latest.OfType<EventEntry>().Select(entry => entry.Event).Reverse()],
            MergedInto = Profile.AliasOf,
        };
    }

    /// <inheritdoc/>
    public ValueTask<bool> CanBeFoundAsync() => ValueTask.FromResult(
        Profile is { EventCount: > 0, AliasOf: null, IsForgetting: false, Preferences.OptOut: false });

    /// <inheritdoc/>
    public ValueTask<ProfileSummary> SummaryAsync() => _identity.Target() is { } target
        ? target.SummaryAsync()
        : ValueTask.FromResult(DurableVersions.In(
            _history, ProfileSummaries.Of(Profile, _holder.Current.Catalog, _time.GetUtcNow())));

    /// <inheritdoc/>
    public ValueTask<long> WatchAsync(UserId watched, IUserObserver observer)
    {
        (_history.Watchers ??= new UserWatchers(_time, _log)).Add(watched, observer);
        return _identity.Target() is { } target
            ? target.WatchAsync(watched, observer)
            : ValueTask.FromResult(_history.DurableVersion);
    }

    /// <inheritdoc/>
    public ValueTask UnwatchAsync(UserId watched, IUserObserver observer)
    {
        if (_history.Watchers?.Remove(watched, observer) == true)
        {
            _history.Watchers = null;
            if (IsUnknown)
            {
                DeactivateOnIdle();
            }
        }

        return _identity.Target() is { } target ? target.UnwatchAsync(watched, observer) : default;
    }

    /// <inheritdoc/>
    public ValueTask<long> SetPreferencesAsync(UserId user, StatedPreferences preferences) =>
        ChangePreferencesAsync(user, PreferencesChange.Of(preferences));

    /// <inheritdoc/>
    public async ValueTask<long> ChangePreferencesAsync(UserId user, PreferencesChange change)
    {
        while (true)
        {
            if (_identity.Target() is { } target)
            {
                return await target.ChangePreferencesAsync(UserId.Create(Profile.AliasOf!), change);
            }

            if (await _turn.RunAsync(() => ChangeInTurnAsync(user, change)) is { } version)
            {
                return version;
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<long> ForgetAsync() => _identity.ForgetAsync();

    /// <inheritdoc/>
    public ValueTask<MergeResult> MergeFromAsync(UserId user, UserId other) => _identity.MergeFromAsync(user, other);

    /// <inheritdoc/>
    public ValueTask<MergeResult> UnmergeAsync(UserId user, UserId other) => _identity.UnmergeAsync(user, other);

    /// <inheritdoc/>
    public ValueTask BecomeOwnAsync(UserId self, UserId target) => _identity.BecomeOwnAsync(self, target);

    /// <inheritdoc/>
    public ValueTask PointToAsync(UserId self, UserId from, UserId to) => _identity.PointToAsync(self, from, to);

    /// <inheritdoc/>
    public async ValueTask TakeBackAsync(ImmutableArray<EventEntry> events) =>
        _ = await _turn.RunAsync(() => _recorder.CopyAsync(events));

    /// <inheritdoc/>
    public ValueTask BecomeAliasOfAsync(UserId self, UserId target) => _identity.BecomeAliasOfAsync(self, target);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<EnteredArm>> ArmsAsync() => ValueTask.FromResult(Profile.Trials.Arms);

    /// <inheritdoc/>
    public ValueTask<long> EraseAliasAsync() => _identity.EraseAliasAsync(null);

    /// <inheritdoc/>
    public ValueTask<long> EraseAliasKeepingAsync(byte[]? targetEventIds) => _identity.EraseAliasAsync(targetEventIds);

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<LogEntry>> ExportAsync(long afterSequence) =>
        [.. await _history.ReadAsync(afterSequence, ExportPage)];

    /// <inheritdoc/>
    public ValueTask<bool> EnsureSnapshotAsync(long sequence) =>
        _turn.RunAsync(async () => await _history.EnsureSnapshotAsync(sequence));

    /// <summary>
    /// Answers without waiting, except for the first list of an experiment, which waits until the user's entry is in
    /// the log.
    /// </summary>
    private ValueTask<T> AnswerAsync<T>(
        RecommendationQuery query, Func<RecommendationList, T> shape, CancellationToken cancellationToken)
    {
        ListLookup found = _lists.Find(Profile, query);
        if (!found.Due.IsEmpty)
        {
            return EnterAndAnswerAsync(found.Due, query, shape, cancellationToken);
        }

        RecommendationList list = _lists.Recommend(Profile, query, found, cancellationToken);
        _sharing.Share();
        return ValueTask.FromResult(shape(DurableVersions.In(_history, list)));
    }

    private async ValueTask<T> EnterAndAnswerAsync<T>(
        ImmutableArray<AssignedArm> due,
        RecommendationQuery query,
        Func<RecommendationList, T> shape,
        CancellationToken cancellationToken)
    {
        int left = await _entry.EnterAsync(due, query.DeadlineMs, cancellationToken);
        RecommendationList list = _lists.Recommend(Profile, query with { DeadlineMs = left }, cancellationToken);
        return shape(DurableVersions.In(_history, list));
    }

    /// <summary>Returns the version with the change; null for an alias.</summary>
    private async ValueTask<long?> ChangeInTurnAsync(UserId user, PreferencesChange change)
    {
        if (Profile.AliasOf is not null)
        {
            return null;
        }

        StatedPreferences after = change.ApplyTo(Profile.Preferences);
        await _history.AppendAsync(
        [
            new PreferencesEntry
            {
                Sequence = Profile.Version + 1,
                ReceivedAt = _time.GetUtcNow(),
                UserId = user,
                Preferences = after,
                Tallies = after.OptOut ? Profile.Trials.DeltasOfLeaving() : null,
            },
        ]);
        return Profile.Version;
    }

    private async Task ResumeAsync()
    {
        if (_turn.IsLost || await _identity.ResumeAsync())
        {
            _resume?.Dispose();
        }
    }

    /// <summary>Ends the activation. Safe on any thread.</summary>
    private void Leave()
    {
        _sharing.End();
        GrainContext.Deactivate(
            new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "A write was lost."));
    }

    /// <summary>Subtracts the time that a query has waited for its turn from its deadline.</summary>
    /// <remarks>An overloaded silo must not rank lists that no caller waits for.</remarks>
    private RecommendationQuery InTimeLeft(RecommendationQuery query)
    {
        int waitedMs = _waiting.MsOf(query.Sender, query.SentAt, query.DeadlineMs);
        return waitedMs == 0 ? query : query with { DeadlineMs = query.DeadlineMs - waitedMs };
    }

    private IUserGrain GrainOf(UserId user) => GrainFactory.GetGrain<IUserGrain>(UserKey.Encode(user));
}
