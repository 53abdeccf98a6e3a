using System.Globalization;
using Personalization.Abstractions.DataQuality;

namespace Personalization.Engine.DataQuality;

/// <summary>The meaning of a counter in data quality monitoring.</summary>
internal static class Counter
{
    /// <summary>The number of valid events.</summary>
    private const string Valid = "valid";

    /// <summary>Gets the kind of break that a counter shows; null for a counter that is not monitored.</summary>
    public static BreakKind? KindOf(string counter) => counter switch
    {
        DataQualityCounters.Received => BreakKind.Volume,
        DataQualityCounters.Rejected => BreakKind.Rejects,
        DataQualityCounters.UnknownItems => BreakKind.UnknownItems,
        DataQualityCounters.Duplicates => BreakKind.Duplicates,
        _ when Is(counter, DataQualityCounters.Lag) => BreakKind.ClockSkew,
        _ when Is(counter, DataQualityCounters.Type) => BreakKind.EventTypes,
        _ when Is(counter, DataQualityCounters.Field) => BreakKind.Fields,
        _ when Is(counter, DataQualityCounters.Value) => BreakKind.Values,
        _ => null,
    };

    /// <summary>Gets whether a fall of the counter is a break like a rise.</summary>
    public static bool HasTwoSides(string counter) =>
        KindOf(counter) is BreakKind.Volume or BreakKind.EventTypes or BreakKind.Fields or BreakKind.Values;

    /// <summary>Gets the number of events of which a counter is a part.</summary>
    /// <param name="counter">A monitored counter other than volume.</param>
    /// <param name="count">Gets the value of a counter.</param>
    public static int WholeOf(string counter, Func<string, int> count) => WholeName(counter) switch
    {
        Valid => Math.Max(0, count(DataQualityCounters.Received) - count(DataQualityCounters.Rejected)),
        string name => count(name),
    };

    /// <summary>Describes the counts of a break in one sentence.</summary>
    /// <param name="counter">The counter.</param>
    /// <param name="hits">The count.</param>
    /// <param name="of">The number of events that <paramref name="hits"/> is a part of; for volume the usual
    /// count.</param>
    /// <param name="usual">The usual share.</param>
    public static string Describe(string counter, double hits, double of, double usual)
    {
        if (counter == DataQualityCounters.Received)
        {
            return string.Create(
                CultureInfo.InvariantCulture, $"{hits:0} events since the start of the break; about {of:0} are usual.");
        }

        string what = counter switch
        {
            DataQualityCounters.Rejected => "invalid",
            DataQualityCounters.UnknownItems => "about items that are not in the catalog",
            DataQualityCounters.Duplicates => "sent before",
            "lag:ahead" => "ahead of the engine's clock",
            "lag:late" => "late by minutes or hours",
            "lag:old" => "over a day old",
            _ when Is(counter, DataQualityCounters.Type) => $"of type '{counter[DataQualityCounters.Type.Length..]}'",
            _ when Is(counter, DataQualityCounters.Field) =>
                $"with the field {counter[DataQualityCounters.Field.Length..]}",
            _ => $"values of {counter[DataQualityCounters.Value.Length..]} digits",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Percent(hits / Math.Max(1, of))} {what} ({hits:0} of {of:0}); usual: {Percent(usual)}.");
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.##} %");

    private static string WholeName(string counter) =>
        counter == DataQualityCounters.Rejected ? DataQualityCounters.Received
        : Is(counter, DataQualityCounters.Value) ? "field:value"
        : Valid;

    private static bool Is(string counter, string family) => counter.StartsWith(family, StringComparison.Ordinal);
}
