namespace Personalization.Abstractions.DataQuality;

/// <summary>The names of the counters that are kept for each client key.</summary>
/// <remarks>A name that ends in a colon is a family of counters; the engine watches the share of each member.</remarks>
public static class DataQualityCounters
{
    /// <summary>
    /// All events read, except those that the store did not accept, because clients send these again.
    /// </summary>
    public const string Received = "received";

    /// <summary>Invalid events.</summary>
    public const string Rejected = "rejected";

    /// <summary>Valid events that were already in the log.</summary>
    public const string Duplicates = "duplicates";

    /// <summary>Valid events on items that are not in the catalog.</summary>
    public const string UnknownItems = "unknownItems";

    /// <summary>Valid events by the deviation of their time, see <see cref="LagOf"/>.</summary>
    public const string Lag = "lag:";

    /// <summary>Valid events by type.</summary>
    public const string Type = "type:";

    /// <summary>Valid events that carry an optional field, by field.</summary>
    public const string Field = "field:";

    /// <summary>Valid events with a value, by its magnitude, see <see cref="MagnitudeOf"/>.</summary>
    public const string Value = "value:";

    /// <summary>
    /// Invalid events by their first error, such as <c>reject:itemId:required</c>. Not watched, but reported with a
    /// break.
    /// </summary>
    public const string Reject = "reject:";

    /// <summary>The key name under which events without an API key are counted.</summary>
    public const string NoKey = "-";

    private const int LargestMagnitude = 9;

    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Old = TimeSpan.FromDays(1);
    private static readonly string[] Magnitudes =
    [.. Enumerable.Range(0, LargestMagnitude + 1).Select(digits => $"{Value}{digits}")];

    /// <summary>
    /// Gets the counter for an event's delay: more than 30 seconds ahead of the engine's clock, more than two minutes
    /// late, or more than a day old. Null when the delay is normal.
    /// </summary>
    public static string? LagOf(TimeSpan behind) =>
        behind < -Ahead ? "lag:ahead" : behind > Old ? "lag:old" : behind > Late ? "lag:late" : null;

    /// <summary>Gets the counter for a value: the number of digits before the decimal point, 0 to 9.</summary>
    public static string MagnitudeOf(double value) =>
        Magnitudes[value < 1 ? 0 : Math.Min(LargestMagnitude, 1 + (int)Math.Floor(Math.Log10(value)))];
}
