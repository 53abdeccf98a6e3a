using System.IO.Pipelines;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Profiles;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Streams;

/// <summary>One open stream: it sends the profile and the list whenever they change.</summary>
/// <param name="user">The user.</param>
/// <param name="query">The list to send.</param>
/// <param name="signal">Wakes the stream.</param>
/// <param name="isAllowed">Whether the key and the token are still valid.</param>
/// <param name="services">The calls to the engine, and the clock.</param>
internal sealed class UserStream(
    UserId user, RecommendationQuery query, StreamSignal signal, Func<bool> isAllowed, StreamServices services)
{
    /// <summary>The time after which a client connects again, milliseconds.</summary>
    private const int RetryMs = 2_000;

    private readonly StreamSettings _settings = services.Options.Streams;
    private long? _sentVersion;
    private long _sentAt;
    private int? _sentItems;
    private DateTimeOffset _checkedAt;

    /// <summary>Sends events until the client disconnects, the user is erased or the access ends.</summary>
    /// <param name="body">The body of the response.</param>
    /// <param name="last">The version that the client has; null for none.</param>
    /// <param name="stop">Cancelled when the client disconnects or the process stops.</param>
    public async Task RunAsync(PipeWriter body, long? last, CancellationToken stop)
    {
        _sentVersion = last;
        _checkedAt = services.Time.GetUtcNow();
        SseWriter.Retry(body, RetryMs);
        _ = await body.FlushAsync(stop);
        bool isDue = !await TrySendAsync(body, always: last is null, stop);
        while (true)
        {
            StreamReasons reasons = await signal.WaitAsync(stop);
            if (reasons.HasFlag(StreamReasons.Erased))
            {
                await EndAsync(body, "erased", stop);
                return;
            }

            if (reasons.HasFlag(StreamReasons.Beat))
            {
                if (!isAllowed())
                {
                    await EndAsync(body, "unauthorized", stop);
                    return;
                }

                SseWriter.Heartbeat(body);
                isDue |= await HasOtherListAsync(stop);
                _ = await body.FlushAsync(stop);
            }

            if (isDue || reasons.HasFlag(StreamReasons.Changed))
            {
                await PaceAsync(stop);
                isDue = !await TrySendAsync(body, isDue, stop);
            }
        }
    }

    private static async Task EndAsync(PipeWriter body, string reason, CancellationToken stop)
    {
        SseWriter.Whole(body, "end", $$"""{"reason":"{{reason}}"}""");
        _ = await body.FlushAsync(stop);
    }

    private async Task PaceAsync(CancellationToken stop)
    {
        TimeSpan left = TimeSpan.FromMilliseconds(_settings.PaceMs) - services.Time.GetElapsedTime(_sentAt);
        if (_sentAt != 0 && left > TimeSpan.Zero)
        {
            await Task.Delay(left, services.Time, stop);
        }
    }

    /// <summary>Sends the profile and the list if they are new.</summary>
    /// <returns>False if the engine did not answer: the next heartbeat tries again.</returns>
    private async Task<bool> TrySendAsync(PipeWriter body, bool always, CancellationToken stop)
    {
        ProfileSummary profile;
        ServedList list;
        try
        {
            profile = await services.Engine.RunAsync(
                services.Users.Of(user), static grain => grain.SummaryAsync(), stop);
            if (profile.Version == _sentVersion && !always)
            {
                return true;
            }

            list = await services.Lists.ServeAsync(user, query with { MinVersion = profile.Version }, stop);
        }
        catch (Exception error) when (!stop.IsCancellationRequested && IsTransient(error))
        {
            return false;
        }

        _checkedAt = services.Time.GetUtcNow();
        PairWriter.Write(body, profile, list, _checkedAt);
        _ = await body.FlushAsync(stop);
        _sentVersion = profile.Version;
        _sentAt = services.Time.GetTimestamp();
        _sentItems = PairWriter.HashOf(list);
        return true;
    }

    /// <summary>Whether a new model or catalogue gives another list. Asks only from time to time.</summary>
    private async Task<bool> HasOtherListAsync(CancellationToken stop)
    {
        DateTimeOffset now = services.Time.GetUtcNow();
        if (_settings.ListCheckSeconds == 0 || now - _checkedAt < TimeSpan.FromSeconds(_settings.ListCheckSeconds))
        {
            return false;
        }

        _checkedAt = now;
        try
        {
            int items = PairWriter.HashOf(await services.Lists.ServeAsync(user, query, stop));
            bool isOther = _sentItems is { } sent && sent != items;
            _sentItems = items;
            return isOther;
        }
        catch (Exception error) when (!stop.IsCancellationRequested && IsTransient(error))
        {
            return false;
        }
    }

    private static bool IsTransient(Exception error) =>
        error is TimeoutException or OrleansException or IOException or OperationCanceledException
            or RequestRefusedException;
}
