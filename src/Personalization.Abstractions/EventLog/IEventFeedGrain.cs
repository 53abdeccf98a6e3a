using System.Collections.Immutable;
using Personalization.Abstractions.Events;

namespace Personalization.Abstractions.EventLog;

/// <summary>Reads the events of all users for exports; any silo answers. Key: 0.</summary>
[GrainInterfaceType("Personalization.IEventFeedGrain"), Alias("Personalization.IEventFeedGrain")]
public interface IEventFeedGrain : IGrainWithIntegerKey
{
    /// <summary>Reads one page of the log in the order of commits.</summary>
    /// <returns>The events of the page. Each event comes once, also after a merge of users.</returns>
    [Alias("Read")]
    ValueTask<EventPage> ReadAsync(EventPageQuery query, CancellationToken cancellationToken);
}

/// <summary>A query for a page of events. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.EventPageQuery")]
public sealed record EventPageQuery
{
    /// <summary>The position after which the page begins; 0 for the beginning of the log.</summary>
    [Id(0)]
    public long After { get; init; }

    /// <summary>The earliest time of receipt, UTC.</summary>
    [Id(1)]
    public DateTimeOffset Since { get; init; }

    /// <summary>The time of receipt at which the last page ends, UTC.</summary>
    [Id(2)]
    public DateTimeOffset Until { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>
    /// The most log entries to read, 1 to 5,000. A page has fewer events when other entries are read.
    /// </summary>
    [Id(3)]
    public int Limit { get; init; } = 1_000;
}

/// <summary>A page of events. Immutable.</summary>
/// <param name="Events">The events and their positions in the log.</param>
/// <param name="Position">The position at which the next page continues.</param>
/// <param name="IsLast">Whether no entry followed the page, or none before the end of the query.</param>
[GenerateSerializer, Immutable, Alias("Personalization.EventPage")]
public sealed record EventPage(
    [property: Id(0)] ImmutableArray<PositionedEvent> Events,
    [property: Id(1)] long Position,
    [property: Id(2)] bool IsLast);

/// <summary>An event and its position in the log of all users. Immutable.</summary>
/// <param name="Position">The position.</param>
/// <param name="Event">The event.</param>
[GenerateSerializer, Immutable, Alias("Personalization.PositionedEvent")]
public readonly record struct PositionedEvent(
    [property: Id(0)] long Position, [property: Id(1)] UserEvent Event);
