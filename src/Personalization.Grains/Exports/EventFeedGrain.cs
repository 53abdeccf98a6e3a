using System.Collections.Immutable;
using Orleans.Concurrency;
using Personalization.Abstractions.EventLog;

namespace Personalization.Grains.Exports;

/// <inheritdoc cref="IEventFeedGrain"/>
/// <remarks>
/// The log of a merged user keeps its events, and the target has copies. A copy is left out, so that each event comes
/// once. An erasure removes both.
/// </remarks>
[GrainType("personalization-event-feed"), StatelessWorker(MaxReads)]
public sealed class EventFeedGrain(IEventFeed events) : Grain, IEventFeedGrain
{
    /// <summary>The most pages that a silo reads at a time, so that live reads keep their share of the store.</summary>
    private const int MaxReads = 2;

    private const int MaxLimit = 5_000;

    /// <inheritdoc/>
    public async ValueTask<EventPage> ReadAsync(EventPageQuery query, CancellationToken cancellationToken)
    {
        int limit = Math.Clamp(query.Limit, 1, MaxLimit);
        IReadOnlyList<LogRecord> records = await events.ReadAllAsync(query.After, limit, cancellationToken);
        long position = query.After;
        bool isLast = records.Count < limit;
        ImmutableArray<PositionedEvent>.Builder found = ImmutableArray.CreateBuilder<PositionedEvent>();
        foreach (LogRecord record in records)
        {
            if (record.Entry.ReceivedAt > query.Until)
            {
                isLast = true;
                break;
            }

            position = record.Position;
            if (record.Entry is EventEntry { FirstReceivedAt: null } entry && entry.ReceivedAt >= query.Since)
            {
                found.Add(new PositionedEvent(position, entry.Event));
            }
        }

        return new EventPage(found.ToImmutable(), position, isLast);
    }
}
