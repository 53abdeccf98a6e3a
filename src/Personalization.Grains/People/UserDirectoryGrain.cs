using Microsoft.Extensions.Logging;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Profiles;
using Personalization.Abstractions.Users;
using Personalization.Engine.People;
using Personalization.Grains.Experiments;
using Personalization.Grains.Serving;

namespace Personalization.Grains.People;

/// <inheritdoc cref="IUserDirectoryGrain"/>
/// <remarks>
/// Follows the log only while it is used: an engine whose operators do not look at users pays nothing. Before a user
/// is returned as a match, the user's own grain confirms that the user did not opt out and was not erased.
/// </remarks>
[GrainType("personalization-user-directory"), CollectionAgeLimit(Hours = 2)]
public sealed class UserDirectoryGrain(
    IEventFeed events,
    EventVocabulary vocabulary,
    ServingHolder serving,
    TimeProvider time,
    ILogger<UserDirectoryGrain> log) : Grain, IUserDirectoryGrain
{
    /// <summary>The most turns of reading for one call, each about a second.</summary>
    private const int MostTurns = 2;

    /// <summary>The number of users that are asked at once whether they may be returned.</summary>
    private const int AskedAtOnce = 64;

    private readonly LogFollower _log = new(events, time);
    private readonly UserDirectory _directory = new(vocabulary);
    private UserTastes? _tastes;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _ = this.RegisterGrainTimer(
            FollowAsync, new GrainTimerCreationOptions(LogFollower.Interval, LogFollower.Interval));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask<UserListPage?> ListAsync(UserListQuery query) =>
        await TryCatchUpAsync() ? _directory.List(query) : null;

    /// <inheritdoc/>
    public async ValueTask<UserMatches?> SimilarAsync(UserId user, int count)
    {
        if (!await TryCatchUpAsync())
        {
            return null;
        }

        if (await GrainOf(user).GetAsync() is not { } view)
        {
            return new UserMatches { IsKnown = false };
        }

        if (view.MergedInto is { } target && target != user.Value)
        {
            return await SimilarAsync(UserId.Create(target), count);
        }

        if (view.Preferences.OptOut)
        {
            return new UserMatches { Reason = "optedOut" };
        }

        if (Tastes() is not { } tastes)
        {
            return new UserMatches { Reason = "noModel" };
        }

        IReadOnlyList<DirectoryEvent> history = _directory.Find(user)?.Events ?? EventsOf(view);
        List<ScoredUser> found = [];
        return !tastes.TryCompare(history, Comparable().Where(other => other.Id != user), found)
            ? new UserMatches { Reason = "noHistory", ModelVersion = tastes.Model.Version }
            : await MatchAsync(tastes, found, count, one => UserTastes.Describe(one, history));
    }

    /// <inheritdoc/>
    public async ValueTask<UserMatches?> AudienceAsync(ItemId item, int count)
    {
        if (!await TryCatchUpAsync())
        {
            return null;
        }

        if (Tastes() is not { } tastes)
        {
            return new UserMatches { Reason = "noModel" };
        }

        List<ScoredUser> found = [];
        return !tastes.TryScore(item, Comparable().Where(user => !HasAnswered(user, item)), found)
            ? new UserMatches { Reason = "unknownItem", ModelVersion = tastes.Model.Version }
            : await MatchAsync(tastes, found, count, one => tastes.Describe(one, item));
    }

    /// <summary>Whether the user bought the item or disliked it.</summary>
    private static bool HasAnswered(DirectoryUser user, ItemId item) =>
        user.Events.Any(happened => happened.IsPurchase && happened.Item == item.Value)
        || user.Events.Where(happened => happened.Item == item.Value).Sum(happened => happened.Weight) < 0;

    private IEnumerable<DirectoryUser> Comparable() => _directory.Latest.Where(user => !user.IsOptedOut);

    private IUserGrain GrainOf(UserId user) => GrainFactory.GetGrain<IUserGrain>(UserKey.Encode(user));

    private UserTastes? Tastes()
    {
        if (serving.Current.Model is not { } model)
        {
            return _tastes = null;
        }

        return _tastes = ReferenceEquals(_tastes?.Model, model) ? _tastes : new UserTastes(model);
    }

    private IReadOnlyList<DirectoryEvent> EventsOf(UserView view) =>
    [
        .. view.RecentEvents.Select(happened => new DirectoryEvent(
                happened.ItemId.Value,
                (float)vocabulary.WeightOf(happened.Type),
                happened.OccurredAt.ToUnixTimeMilliseconds(),
                happened.Type == EventTypes.Purchase))
            .Where(happened => happened.Weight != 0)
            .OrderBy(happened => happened.TimeMs)
            .TakeLast(DirectoryUser.MostEvents),
    ];

    /// <summary>Returns the best users that may be returned.</summary>
    private async ValueTask<UserMatches> MatchAsync(
        UserTastes tastes, List<ScoredUser> found, int count, Func<ScoredUser, UserMatch> describe)
    {
        List<UserMatch> users = [];
        foreach (ScoredUser[] some in found.Chunk(AskedAtOnce))
        {
            bool[] allowed = await Task.WhenAll(some.Select(one => GrainOf(one.User.Id).CanBeFoundAsync().AsTask()));
            users.AddRange(some.Where((_, i) => allowed[i]).Take(count - users.Count).Select(describe));
            if (users.Count >= count)
            {
                break;
            }
        }

        return new UserMatches
        {
            Users = [.. users],
            Compared = _directory.Latest.Count,
            ModelVersion = tastes.Model.Version,
        };
    }

    /// <summary>Reads the log up to now. False if that takes longer; the timer continues.</summary>
    private async ValueTask<bool> TryCatchUpAsync()
    {
        DateTimeOffset asked = time.GetUtcNow();
        for (int turn = 0; turn < MostTurns; turn++)
        {
            await _log.ReadAsync(static () => Task.CompletedTask, _directory.Add, CancellationToken.None);
            if (_log.AsOf >= asked)
            {
                return true;
            }
        }

        return false;
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _log.ReadAsync(static () => Task.CompletedTask, _directory.Add, cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogWarning(
                error, "Failed to read the event log; retrying in {Seconds} s", LogFollower.Interval.TotalSeconds);
        }
    }
}
