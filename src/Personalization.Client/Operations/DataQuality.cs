namespace Personalization.Client.Operations;

/// <summary>The state of data quality.</summary>
public sealed record DataQuality
{
    /// <summary>Whether a break lasts. No training starts while it does.</summary>
    public bool HoldsTraining { get; init; }

    /// <summary>The quarantined windows, newest first.</summary>
    public IReadOnlyList<DataQualityWindow> Windows { get; init => field = value ?? []; } = [];

    /// <summary>The monitored client keys, by name.</summary>
    public IReadOnlyList<MonitoredKey> Keys { get; init => field = value ?? []; } = [];
}

/// <summary>A period in which a client key's events are not trusted.</summary>
public sealed record DataQualityWindow
{
    /// <summary>The window's number, from 1.</summary>
    public long Id { get; init; }

    /// <summary>The client key's name; <c>-</c> for requests without a key.</summary>
    public string Key { get; init; } = string.Empty;

    /// <summary>The first suspicious time.</summary>
    public DateTimeOffset From { get; init; }

    /// <summary>The end, exclusive; null while a break lasts.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>The breaks found.</summary>
    public IReadOnlyList<DataQualityBreak> Breaks { get; init => field = value ?? []; } = [];

    /// <summary>When a person released the window; null while it is not released.</summary>
    public DateTimeOffset? ReleasedAt { get; init; }
}

/// <summary>A difference between a client key's events and their history.</summary>
/// <param name="Kind">The kind, for example <c>volume</c> or <c>rejects</c>.</param>
/// <param name="What">The counter that shows the difference.</param>
/// <param name="Reason">The observed value and the usual value, in one sentence.</param>
/// <param name="FoundAt">When the difference was found.</param>
/// <param name="EndedAt">When it ended; null while it lasts.</param>
public sealed record DataQualityBreak(
    string Kind, string What, string Reason, DateTimeOffset FoundAt, DateTimeOffset? EndedAt);

/// <summary>The state of monitoring for one client key.</summary>
/// <param name="Key">The key's name.</param>
/// <param name="HistoryHours">The length of the undisturbed history, hours.</param>
/// <param name="SharesWatched">Whether the history is long enough to watch rates and shares.</param>
/// <param name="VolumeWatched">Whether the history is long enough to watch volume.</param>
/// <param name="UsualPerHour">The usual number of events per hour now; null while unknown.</param>
public sealed record MonitoredKey(
    string Key, double HistoryHours, bool SharesWatched, bool VolumeWatched, double? UsualPerHour);
