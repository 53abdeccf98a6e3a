namespace Personalization.Abstractions.DataQuality;

/// <summary>The names of what is counted of the events of each client key. A name before a colon is a family: of each of its members a share is watched.</summary>
public static class DataQualityCounters
{
    /// <summary>Events read, whatever became of them, but for those the store did not take: these come again.</summary>
    public const string Received = "received";

    /// <summary>Of those, the invalid ones.</summary>
    public const string Rejected = "rejected";

    /// <summary>The valid ones that were known already.</summary>
    public const string Duplicates = "duplicates";

    /// <summary>The valid ones whose item is not in the catalogue.</summary>
    public const string UnknownItems = "unknownItems";

    /// <summary>The valid ones by how far their time is off: see <see cref="LagOf"/>.</summary>
    public const string Lag = "lag:";

    /// <summary>The valid ones by their type.</summary>
    public const string Type = "type:";

    /// <summary>The valid ones that have an optional field.</summary>
    public const string Field = "field:";

    /// <summary>The valid ones that have a value, by its magnitude: see <see cref="MagnitudeOf"/>.</summary>
    public const string Value = "value:";

    /// <summary>The invalid ones by what is wrong first, <c>reject:itemId:required</c>: not watched, but told with a break.</summary>
    public const string Reject = "reject:";

    /// <summary>What requests without an API key are counted under.</summary>
    public const string NoKey = "-";

    private const int LargestMagnitude = 9;

    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Old = TimeSpan.FromDays(1);
    private static readonly string[] Magnitudes = [.. Enumerable.Range(0, LargestMagnitude + 1).Select(digits => $"{Value}{digits}")];

    /// <summary>The counter of an event's time: ahead of the engine's clock by over half a minute, late by over two minutes, a day and more old; null when it is none of these.</summary>
    public static string? LagOf(TimeSpan behind) =>
        behind < -Ahead ? "lag:ahead" : behind > Old ? "lag:old" : behind > Late ? "lag:late" : null;

    /// <summary>The counter of a value: how many digits it has before the point, 0 to 9.</summary>
    public static string MagnitudeOf(double value) =>
        Magnitudes[value < 1 ? 0 : Math.Min(LargestMagnitude, 1 + (int)Math.Floor(Math.Log10(value)))];
}
