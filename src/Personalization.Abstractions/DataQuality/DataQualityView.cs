using System.Collections.Immutable;

namespace Personalization.Abstractions.DataQuality;

/// <summary>The state of data quality. Immutable.</summary>
/// <param name="HoldsTraining">Whether a break lasts. No training starts while it does.</param>
/// <param name="Windows">
/// The windows that were marked, newest first. Of the released windows, the latest hundred.
/// </param>
/// <param name="Keys">The monitored client keys, by name.</param>
[GenerateSerializer, Immutable, Alias("Personalization.WatchView")]
public sealed record DataQualityView(
    [property: Id(0)] bool HoldsTraining,
    [property: Id(1)] ImmutableArray<DataQualityWindow> Windows,
    [property: Id(2)] ImmutableArray<MonitoredKey> Keys);

/// <summary>A period in which a client key's events are not trusted. Immutable.</summary>
/// <param name="Id">The window's number, from 1.</param>
/// <param name="Key">The client key's name.</param>
/// <param name="From">The first suspicious time, by the engine's receive time, UTC.</param>
/// <param name="To">The end, exclusive, UTC; null while a break lasts.</param>
/// <param name="Breaks">The breaks found, in the order they were found.</param>
/// <param name="ReleasedAt">The time a person released the window, UTC; null while it is not released.</param>
/// <remarks>Training leaves these events out until a person releases the window.</remarks>
[GenerateSerializer, Immutable, Alias("Personalization.WatchWindow")]
public sealed record DataQualityWindow(
    [property: Id(0)] long Id,
    [property: Id(1)] string Key,
    [property: Id(2)] DateTimeOffset From,
    [property: Id(3)] DateTimeOffset? To,
    [property: Id(4)] ImmutableArray<DataQualityBreak> Breaks,
    [property: Id(5)] DateTimeOffset? ReleasedAt)
{
    /// <summary>Gets whether a break lasts and the window is not released.</summary>
    public bool IsOpen() => To is null && ReleasedAt is null;
}

/// <summary>A difference between a client key's events and their history. Immutable.</summary>
/// <param name="Kind">The kind of difference.</param>
/// <param name="What">The counter that shows the difference, see <see cref="DataQualityCounters"/>.</param>
/// <param name="Reason">The observed value and the usual value, in one sentence.</param>
/// <param name="FoundAt">The time the difference was found, UTC.</param>
/// <param name="EndedAt">The time it was found to have ended, UTC; null while it lasts.</param>
[GenerateSerializer, Immutable, Alias("Personalization.WatchBreak")]
public sealed record DataQualityBreak(
    [property: Id(0)] BreakKind Kind,
    [property: Id(1)] string What,
    [property: Id(2)] string Reason,
    [property: Id(3)] DateTimeOffset FoundAt,
    [property: Id(4)] DateTimeOffset? EndedAt);

/// <summary>A way in which the events of a client key differ from the key's history.</summary>
[GenerateSerializer, Alias("Personalization.BreakKind")]
public enum BreakKind
{
    /// <summary>The number of events is far from what is usual at this hour on such a day.</summary>
    Volume = 0,

    /// <summary>The share of invalid events has risen.</summary>
    Rejects = 1,

    /// <summary>The share of events on items that are not in the catalog has risen.</summary>
    UnknownItems = 2,

    /// <summary>
    /// The share of events with an implausible time has risen: ahead of the engine's clock, or long before their
    /// arrival.
    /// </summary>
    ClockSkew = 3,

    /// <summary>The share of events that were sent before has risen.</summary>
    Duplicates = 4,

    /// <summary>The mix of event types has changed.</summary>
    EventTypes = 5,

    /// <summary>The share of events that carry an optional field has changed.</summary>
    Fields = 6,

    /// <summary>The magnitude of <c>value</c> has changed, for example because the unit has changed.</summary>
    Values = 7,
}

/// <summary>The state of monitoring for one client key. Immutable.</summary>
/// <param name="Key">The key's name.</param>
/// <param name="HistoryHours">The length of the undisturbed history, hours.</param>
/// <param name="SharesWatched">Whether the history is long enough to watch rates and shares.</param>
/// <param name="VolumeWatched">Whether the history is long enough to watch volume, which takes a week.</param>
/// <param name="UsualPerHour">The usual number of events per hour at present; null while unknown.</param>
[GenerateSerializer, Immutable, Alias("Personalization.WatchedKey")]
public sealed record MonitoredKey(
    [property: Id(0)] string Key,
    [property: Id(1)] double HistoryHours,
    [property: Id(2)] bool SharesWatched,
    [property: Id(3)] bool VolumeWatched,
    [property: Id(4)] double? UsualPerHour);
