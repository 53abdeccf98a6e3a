using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Abstractions.Users;

namespace Personalization.Grains.Serving;

/// <summary>
/// Runs the code of lists and events of a starting silo with a synthetic user, before the silo reports that it is
/// ready.
/// </summary>
/// <remarks>
/// The first calls of a process compile their code and take a hundred times longer than later ones. When its first
/// model becomes live, the silo ranks some lists again. A failure or a slow store ends the warm-up early: the health of
/// the store is checked separately.
/// </remarks>
public sealed class SiloWarmUp(
    IGrainFactory grains, ServingHolder holder, IIdSource ids, TimeProvider time, ILogger<SiloWarmUp> log)
    : BackgroundService
{
    private const int Rounds = 30;
    private const int EventRounds = 5;
    private const int ListLength = 20;
    private const int DeadlineMs = 2_000;

    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private volatile bool _isWarm;

    /// <summary>Whether the first warm-up has ended.</summary>
    public bool IsWarm => _isWarm;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Pause, time);
        while (!holder.IsLoaded && await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            // the silo is not ready anyway
        }

        bool hadModel = holder.Current.Model is not null;
        await WarmUpAsync(withEvents: true, stoppingToken).ConfigureAwait(false);
        _isWarm = true;
        while (!hadModel && await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            if (holder.Current.Model is not null)
            {
                hadModel = true;
                await WarmUpAsync(withEvents: false, stoppingToken).ConfigureAwait(false);
            }
        }
    }

    private async Task WarmUpAsync(bool withEvents, CancellationToken stoppingToken)
    {
        long started = time.GetTimestamp();
        using CancellationTokenSource limit = new(LongestWarmUp, time);
        using CancellationTokenSource stop =
            CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stoppingToken);
        try
        {
            await RunAsync(withEvents ? EventRounds : 0, stop.Token).ConfigureAwait(false);
            log.LogInformation("Warmed up in {Milliseconds} ms.", (long)time.GetElapsedTime(started).TotalMilliseconds);
        }
        catch (Exception error) when (!stoppingToken.IsCancellationRequested)
        {
            log.LogWarning(error, "The warm-up ended early; the first calls can be slow.");
        }
    }

    private async Task RunAsync(int eventRounds, CancellationToken stop)
    {
        // Few different users, because each erased user leaves a mark in the log.
        string run = ids.NextId();
        UserId visitor = SyntheticUsers.Create($"warm-up-{run[^1]}");
        IUserGrain user = grains.GetGrain<IUserGrain>(UserKey.Encode(visitor));
        bool stored = false;
        for (int round = 0; round < Rounds; round++)
        {
            // The engine ranks a list for each placement; equal queries come from the cache.
            RecommendationQuery query = new()
            {
                Placement = string.Create(CultureInfo.InvariantCulture, $"warm-up-{round}"),
                Count = ListLength,
                DeadlineMs = DeadlineMs,
            };
            _ = await user.ServeAsync(query, stop).ConfigureAwait(false);
            RecommendationList list = await user.RecommendAsync(query, stop).ConfigureAwait(false);
            if (list.Items.IsDefaultOrEmpty)
            {
                break;
            }

            if (round < eventRounds)
            {
                UserEvent seen = Seen(visitor, list.Items[round % list.Items.Length].ItemId, $"{run}-{round}");
                _ = await user.RecordAsync([seen], stop).ConfigureAwait(false);
                stored = true;
            }
        }

        if (stored)
        {
            _ = await user.ForgetAsync().AsTask().WaitAsync(stop).ConfigureAwait(false);
        }
    }

    private UserEvent Seen(UserId visitor, ItemId item, string id) => new()
    {
        EventId = id,
        UserId = visitor,
        Type = EventTypes.View,
        ItemId = item,
        OccurredAt = time.GetUtcNow(),
    };
}
