using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Users;
using Personalization.Client.Api.Engine;
using Personalization.Client.Api.Settings;
using Personalization.Client.Api.Telemetry;

namespace Personalization.Client.Api.Streams;

/// <summary>
/// Subscribes this process to the users with open streams, renews the subscriptions, and wakes the streams of a changed
/// user.
/// </summary>
/// <remarks>
/// One timer serves all streams: each second it renews the subscriptions of a share of the users and wakes their
/// streams for the heartbeat. A lost notice or a lost silo therefore delays a change by at most the heartbeat period.
/// </remarks>
internal sealed class UserStreamHub : BackgroundService, IUserObserver
{
    private const int RenewalsAtOnce = 64;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<UserId, WatchedUser> _users = [];
    private readonly UserSubscriptions _subscriptions;
    private readonly TimeProvider _time;
    private readonly int _period;
    private int _added;

    /// <summary>Creates the hub.</summary>
    public UserStreamHub(
        IGrainFactory factory,
        UserGrains grains,
        ApiOptions options,
        StreamPlaces places,
        IMeterFactory meters,
        TimeProvider time,
        ILogger<UserStreamHub> log)
    {
        _time = time;
        _period = options.Streams.HeartbeatSeconds;
        _subscriptions = new UserSubscriptions(
            grains, new Lazy<IUserObserver>(() => factory.CreateObjectReference<IUserObserver>(this)), time, log);
        meters.Create(ApiMetrics.MeterName).CreateObservableUpDownCounter(
            "personalization.streams.open", () => places.Open, "{stream}", "Open live streams of users.");
    }

    /// <summary>Adds a stream. Returns when the engine has the subscription of its user.</summary>
    public async ValueTask AddAsync(UserId user, StreamSignal stream, CancellationToken cancellationToken)
    {
        WatchedUser watched;
        lock (_lock)
        {
            watched = _users.GetOrAdd(user, id => new WatchedUser(id, _added++ % _period));
            watched.Add(stream);
        }

        try
        {
            watched.Renewed(await _subscriptions.BeginAsync(watched.User).WaitAsync(cancellationToken));
        }
        catch
        {
            Remove(user, stream);
            throw;
        }
    }

    /// <summary>Removes a stream, and the subscription of its user with the last one.</summary>
    public void Remove(UserId user, StreamSignal stream)
    {
        lock (_lock)
        {
            if (!_users.TryGetValue(user, out WatchedUser? watched))
            {
                return;
            }

            watched.Remove(stream);
            if (!watched.IsEmpty)
            {
                return;
            }

            _ = _users.TryRemove(user, out _);
        }

        _ = _subscriptions.EndAsync(user);
    }

    /// <inheritdoc/>
    public Task OnUserAsync(UserNotice notice)
    {
        if (_users.TryGetValue(notice.Watched, out WatchedUser? watched))
        {
            if (notice.Change == UserChange.Erased)
            {
                watched.Raise(StreamReasons.Erased);
            }
            else
            {
                watched.Changed(notice.Version);
            }

            if (notice.Change == UserChange.Moved)
            {
                _ = _subscriptions.RenewAsync(watched);
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Tick, _time);
        ParallelOptions width =
            new() { MaxDegreeOfParallelism = RenewalsAtOnce, CancellationToken = stoppingToken };
        try
        {
            for (int second = 0; await timer.WaitForNextTickAsync(stoppingToken); second = (second + 1) % _period)
            {
                int now = second;
                await Parallel.ForEachAsync(
                    _users.Values.Where(user => user.Beat == now || user.MustRenew),
                    width,
                    async (user, _) =>
                    {
                        await _subscriptions.RenewAsync(user);
                        if (user.Beat == now)
                        {
                            user.Raise(StreamReasons.Beat);
                        }
                    });
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }
}
