using System.Collections.Immutable;

namespace Personalization.Abstractions.DataQuality;

/// <summary>How the behaviour data are. Immutable.</summary>
/// <param name="HoldsTraining">Whether a break goes on, and so no training starts.</param>
/// <param name="Windows">The windows that were marked, newest first; of the released ones the latest hundred.</param>
/// <param name="Keys">The client keys that are watched, by name.</param>
[GenerateSerializer, Immutable, Alias("Personalization.WatchView")]
public sealed record DataQualityView(
    [property: Id(0)] bool HoldsTraining, [property: Id(1)] ImmutableArray<DataQualityWindow> Windows, [property: Id(2)] ImmutableArray<MonitoredKey> Keys);
