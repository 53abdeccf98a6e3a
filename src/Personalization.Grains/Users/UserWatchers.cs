using Microsoft.Extensions.Logging;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Users;
using Personalization.Engine.Profiles;

namespace Personalization.Grains.Users;

/// <summary>
/// The API processes that watch a user, each until one minute after its last renewal. A grain without watchers has no
/// such object.
/// </summary>
/// <remarks>Notices are one-way: the user's turn never waits for an API process.</remarks>
internal sealed class UserWatchers(TimeProvider time, ILogger log)
{
    /// <summary>The most subscriptions of a user; further ones are ignored until others end.</summary>
    private const int Most = 256;

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

    private readonly Dictionary<Subscription, DateTimeOffset> _until = [];

    /// <summary>Adds or renews a subscription.</summary>
    public void Add(UserId watched, IUserObserver observer)
    {
        DateTimeOffset now = time.GetUtcNow();
        Subscription added = new(watched, observer);
        if (_until.Count >= Most && !_until.ContainsKey(added))
        {
            RemoveEnded(now);
        }

        if (_until.Count < Most || _until.ContainsKey(added))
        {
            _until[added] = now + Life;
        }
    }

    /// <summary>Removes a subscription.</summary>
    /// <returns>True when no subscription is left.</returns>
    public bool Remove(UserId watched, IUserObserver observer)
    {
        _ = _until.Remove(new Subscription(watched, observer));
        return _until.Count == 0;
    }

    /// <summary>Sends a notice of the profile's present version to every watcher.</summary>
    public void Tell(UserProfile profile, UserChange change)
    {
        RemoveEnded(time.GetUtcNow());
        foreach (Subscription to in _until.Keys)
        {
            UserNotice notice = new(
                to.Watched,
                change == UserChange.Updated && profile.AliasOf is not null ? UserChange.Moved : change,
                profile.Version);
            _ = SendAsync(to.Observer, notice);
        }
    }

    private async Task SendAsync(IUserObserver observer, UserNotice notice)
    {
        try
        {
            await observer.OnUserAsync(notice);
        }
        catch (Exception error)
        {
            log.LogDebug(error, "Failed to notify a stream; it sees the change at its next renewal.");
        }
    }

    private void RemoveEnded(DateTimeOffset now)
    {
        foreach ((Subscription subscription, DateTimeOffset until) in _until)
        {
            if (until < now)
            {
                _ = _until.Remove(subscription);
            }
        }
    }

    private readonly record struct Subscription(UserId Watched, IUserObserver Observer);
}
