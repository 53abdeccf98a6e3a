using Azure;
using Personalization.Storage.Azure.Connections;

namespace Personalization.Storage.Azure.EventLog;

/// <summary>
/// Announces groups of appends. An announcement counts only when it was there soon after the time its position says: a
/// reader that stays behind by the lag then cannot have passed it, and nothing is ever written under one that was late.
/// </summary>
internal sealed class GroupAnnouncer(AzureStore store)
{
    private const int MaxAttempts = 8;

    private readonly object _gate = new();
    private readonly TimeSpan _limit = TimeSpan.FromSeconds(store.Options.ReadLagSeconds) / 2;
    private long _last;

    /// <summary>Announces a group.</summary>
    /// <returns>The group's position.</returns>
    /// <exception cref="IOException">It could not be announced: nothing of it may be written.</exception>
    public async Task<long> AnnounceAsync(IReadOnlyList<AppendAttempt> group)
    {
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            long started = store.Clock.Local.GetTimestamp();

            long position = NextPosition(group);
            try
            {
                _ = await store.Calls.RunAsync(
                    token => store.Intents.AddEntityAsync(LogIntent.Write(position, group), token),
                    CancellationToken.None).ConfigureAwait(false);
            }
            catch (RequestFailedException error) when (error.Status == 409)
            {
                // The slot is taken, or this is the retry of a try whose answer was lost: an announcement without
                // appends harms nobody.
                continue;
            }
            catch (RequestFailedException error)
            {
                throw new IOException($"Azure storage failed: {error.Message}", error);
            }

            // By the stop-watch, and by the service's clock as its very answer shows it: a clock that was wrong before
            // is not any more.
            if (store.Clock.Local.GetElapsedTime(started) <= _limit
                && LogPosition.At(store.Clock.UtcNow - _limit) <= position)
            {
                return position;
            }
        }

        throw new IOException($"A group of appends could not be announced within {_limit.TotalSeconds} s, "
            + $"{MaxAttempts} times; nothing of it was stored.");
    }

    /// <summary>
    /// Now; but behind what this process gave before, and behind what each user's log ends with, also when another
    /// silo's clock is ahead: a user's positions grow with the numbers.
    /// </summary>
    private long NextPosition(IReadOnlyList<AppendAttempt> group)
    {
        long earliest = Math.Max(
            LogPosition.At(store.Clock.UtcNow),
            group.Max(append => LogPosition.MillisecondAfter(append.Head.Position)));
        lock (_gate)
        {
            _last = LogPosition.InRandomSlot(Math.Max(earliest, LogPosition.MillisecondAfter(_last)));
            return _last;
        }
    }
}
