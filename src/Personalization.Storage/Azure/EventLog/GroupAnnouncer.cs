using Azure;
using Personalization.Storage.Azure.Connections;

namespace Personalization.Storage.Azure.EventLog;

/// <summary>Announces groups of appends before they are written.</summary>
/// <remarks>
/// An announcement is valid only if it was stored soon after the time in its position. A reader that stays behind by
/// the lag then cannot have passed it. Nothing is written under a late announcement.
/// </remarks>
internal sealed class GroupAnnouncer(AzureStore store)
{
    private const int MaxAttempts = 8;

    private readonly object _gate = new();
    private readonly TimeSpan _limit = TimeSpan.FromSeconds(store.Options.ReadLagSeconds) / 2;
    private long _last;

    /// <summary>Announces a group.</summary>
    /// <returns>The position of the group.</returns>
    /// <exception cref="IOException">The group could not be announced; nothing of it may be written.</exception>
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
                // The slot is taken, or this is a retry of a try whose answer was lost. An announcement without appends
                // is harmless.
                continue;
            }
            catch (RequestFailedException error)
            {
                throw new IOException($"Azure storage failed: {error.Message}", error);
            }

            // Both clocks must confirm that the announcement is in time. The answer just received has corrected a
            // service clock estimate that was wrong before.
            if (store.Clock.Local.GetElapsedTime(started) <= _limit
                && LogPosition.At(store.Clock.UtcNow - _limit) <= position)
            {
                return position;
            }
        }

        throw new IOException($"A group of appends could not be announced within {_limit.TotalSeconds} s in "
            + $"{MaxAttempts} attempts; nothing of it was stored.");
    }

    /// <summary>
    /// Gets the position for the current time. It is greater than all earlier positions of this process and of each
    /// user, even if another silo's clock is ahead: a user's positions grow with the sequence numbers.
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
