using Personalization.Abstractions.EventLog;

namespace Personalization.Grains.Experiments;

/// <summary>Reads the event log on from a position, piece by piece: a long log is caught up with in turns, so that calls are answered in between. Not safe for concurrent use.</summary>
internal sealed class LogFollower(IEventFeed events, TimeProvider time, long position = 0, DateTimeOffset asOf = default)
{
    /// <summary>How often a grain reads on.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private const int ReadPage = 5_000;

    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(1);

    /// <summary>The position of the last record read.</summary>
    public long Position { get; private set; } = position;

    /// <summary>What came in up to here was read, UTC, as far as the store shows it yet.</summary>
    public DateTimeOffset AsOf { get; private set; } = asOf;

    /// <summary>Reads what is new, for a turn.</summary>
    /// <param name="paged">Called when a page was read, before its records are taken in.</param>
    /// <param name="take">Takes in a record.</param>
    /// <param name="cancellationToken">Stops the read.</param>
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
