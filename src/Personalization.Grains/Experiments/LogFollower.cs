using Personalization.Abstractions.EventLog;

namespace Personalization.Grains.Experiments;

/// <summary>Reads new entries of the event log in limited turns. Not safe for concurrent use.</summary>
/// <remarks>A long log is read in several turns, so that the grain can answer calls between them.</remarks>
internal sealed class LogFollower(
    IEventFeed events, TimeProvider time, long position = 0, DateTimeOffset asOf = default)
{
    /// <summary>The time between two turns of a grain.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private const int ReadPage = 5_000;

    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(1);

    /// <summary>The position of the last record read.</summary>
    public long Position { get; private set; } = position;

    /// <summary>The time up to which received entries were read, UTC, as far as the store shows them.</summary>
    public DateTimeOffset AsOf { get; private set; } = asOf;

    /// <summary>Reads new entries for one turn.</summary>
    /// <param name="paged">
    /// Called after a page was read, before its records are passed to <paramref name="take"/>.
    /// </param>
    /// <param name="take">Processes one record.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task ReadAsync(Func<Task> paged, Action<LogRecord> take, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        IReadOnlyList<LogRecord> page;
        do
        {
            DateTimeOffset asked = time.GetUtcNow();
            page = await events.ReadAllAsync(Position, ReadPage, cancellationToken);
            await paged();
            foreach (LogRecord record in page)
            {
                take(record);
                Position = record.Position;
            }

            AsOf = page.Count == ReadPage ? page[^1].Entry.ReceivedAt : asked;
        }
        while (page.Count == ReadPage && time.GetElapsedTime(started) < LongestTurn);
    }
}
