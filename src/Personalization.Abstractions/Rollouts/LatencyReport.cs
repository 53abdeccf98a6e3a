namespace Personalization.Abstractions.Rollouts;

/// <summary>How long two versions take to rank the same lists, milliseconds.</summary>
/// <param name="Rankings">How many lists each ranked.</param>
/// <param name="LiveMedian">The live version's median.</param>
/// <param name="Median">The new version's median.</param>
/// <param name="LiveP95">What 95 % of the live version's rankings stay below.</param>
/// <param name="P95">What 95 % of the new version's stay below.</param>
[GenerateSerializer, Immutable, Alias("Personalization.LatencyReport")]
public sealed record LatencyReport(
    [property: Id(0)] int Rankings, [property: Id(1)] double LiveMedian, [property: Id(2)] double Median, [property: Id(3)] double LiveP95, [property: Id(4)] double P95);
