namespace Personalization.Abstractions.DataQuality;

/// <summary>How well a client key is known. Immutable.</summary>
/// <param name="Key">The key's name.</param>
/// <param name="HistoryHours">So many hours of undisturbed history are known.</param>
/// <param name="SharesWatched">Whether that is enough to judge rates and shares.</param>
/// <param name="VolumeWatched">Whether that is enough to judge volume, for which a week must be known.</param>
/// <param name="UsualPerHour">How many events an hour are usual now; null while that is not known.</param>
[GenerateSerializer, Immutable, Alias("Personalization.WatchedKey")]
public sealed record MonitoredKey(
    [property: Id(0)] string Key,
    [property: Id(1)] double HistoryHours,
    [property: Id(2)] bool SharesWatched,
    [property: Id(3)] bool VolumeWatched,
    [property: Id(4)] double? UsualPerHour);
