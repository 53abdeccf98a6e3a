using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Lists;
using Personalization.Abstractions.Storage;
using Personalization.Abstractions.Users;
using Personalization.Engine.Composition;
using Personalization.Engine.Profiles;
using Personalization.Grains.Lists;
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
    private readonly TimeProvider _time;

    /// <summary>One write at a time, also for those calls that interleave so that two users merging into each other cannot wait for ever.</summary>
    private readonly SemaphoreSlim _turn = new(1, 1);

    private bool _merging;
    private bool _lost;

    /// <summary>Made by the runtime.</summary>
    public UserGrain(
        [PersistentState("profile", "profiles")] IPersistentState<ProfileSnapshot> snapshot,
        IEventLog eventLog,
        ServingHolder holder,
        PlacementPolicies policies,
        ListComposer composer,
        EventVocabulary vocabulary,
        IOptions<ProfileOptions> profileOptions,
        IOptions<ServingOptions> servingOptions,
        IIdSource ids,
        TimeProvider time,
        ILogger<UserGrain> logger)
    {
        _time = time;
        _history = new UserHistory(this.GetPrimaryKeyString(), eventLog, snapshot, profileOptions.Value, vocabulary, time, logger);
        _lists = new UserLists(holder, policies, composer, servingOptions.Value, time, ids.NextId());
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
        Target() is { } target ? target.RecommendAsync(query, cancellationToken) : ValueTask.FromResult(_lists.Recommend(Profile, query, cancellationToken));

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
    public async ValueTask<ImmutableArray<LogEntry>> BecomeAliasOfAsync(UserId self, UserId target)
    {
        if (_merging)
        {
            throw new MergeRefusedException("The other user is taking over a third one at this moment; try again.");
        }

        return await InTurnAsync(async () =>
        {
            if (Profile.AliasOf is { } known && known != target.Value)
            {
                throw new MergeRefusedException($"The other user was already merged into '{known}'.");
            }

            ImmutableArray<LogEntry> history = await ReadAllAsync();
            if (Profile.AliasOf is null)
            {
                await _history.AppendAsync([new AliasEntry { Sequence = Profile.Version + 1, ReceivedAt = _time.GetUtcNow(), UserId = self, Target = target }]);
                _lists.Clear();
            }

            return history;
        });
    }

    /// <inheritdoc/>
    public async ValueTask<long> EraseAliasAsync() => Profile.AliasOf is null ? 0 : await InTurnAsync(EraseInTurnAsync);

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<LogEntry>> ExportAsync(long afterSequence) => [.. await _history.ReadAsync(afterSequence, ExportPage)];

    /// <summary>Records, or gives a default array when the user became an alias while this write waited: then the target has to, outside this turn.</summary>
    private async ValueTask<ImmutableArray<EventAck>> RecordInTurnAsync(ImmutableArray<UserEvent> events)
    {
        if (Profile.AliasOf is not null)
        {
            return default;
        }

        List<UserEvent> fresh = await _history.FindNewAsync(events);
        if (fresh.Count > 0)
        {
            DateTimeOffset now = _time.GetUtcNow();
            long next = Profile.Version;
            await _history.AppendAsync(fresh.ConvertAll<LogEntry>(done => new EventEntry { Sequence = ++next, ReceivedAt = now, Event = done }));
        }

        if (fresh.Count == events.Length)
        {
            return [.. Enumerable.Repeat(new EventAck(EventStatus.Accepted, Profile.Version), events.Length)];
        }

        HashSet<UserEvent> accepted = new(fresh, ReferenceEqualityComparer.Instance);
        return [.. events.Select(done => new EventAck(accepted.Contains(done) ? EventStatus.Accepted : EventStatus.Duplicate, Profile.Version))];
    }

    private async ValueTask<MergeResult> MergeInTurnAsync(UserId user, UserId other)
    {
        IUserGrain otherGrain = GrainFactory.GetGrain<IUserGrain>(UserKey.Encode(other));
        ImmutableArray<LogEntry> history = await otherGrain.BecomeAliasOfAsync(other, user);
        List<UserEvent> fresh = await _history.FindNewAsync([.. history.OfType<EventEntry>().Select(entry => entry.Event)]);
        DateTimeOffset now = _time.GetUtcNow();
        long next = Profile.Version;
        List<LogEntry> entries = fresh.ConvertAll<LogEntry>(done => new EventEntry { Sequence = ++next, ReceivedAt = now, Event = done });
        if (history.OfType<PreferencesEntry>().LastOrDefault() is { } said && Profile.Preferences.IsEmpty)
        {
            entries.Add(said with { Sequence = ++next, ReceivedAt = now, UserId = user });
        }

        entries.Add(new MergedEntry { Sequence = ++next, ReceivedAt = now, UserId = user, Other = other });
        await _history.AppendAsync(entries);
        return new MergeResult(Profile.Version, fresh.Count);
    }

    private async ValueTask<long> EraseInTurnAsync()
    {
        long erased = await _history.EraseAsync();
        _lists.Clear();
        return erased;
    }

    private async Task<ImmutableArray<LogEntry>> ReadAllAsync()
    {
        ImmutableArray<LogEntry>.Builder all = ImmutableArray.CreateBuilder<LogEntry>();
        IReadOnlyList<LogEntry> page;
        do
        {
            page = await _history.ReadAsync(all.Count == 0 ? 0 : all[^1].Sequence, ExportPage);
            all.AddRange(page);
        }
        while (page.Count == ExportPage);
        return all.ToImmutable();
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
