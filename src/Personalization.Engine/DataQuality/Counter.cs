using System.Globalization;
using Personalization.Abstractions.DataQuality;

namespace Personalization.Engine.DataQuality;

/// <summary>What a counter means to the watch.</summary>
internal static class Counter
{
    /// <summary>The valid events.</summary>
    private const string Valid = "valid";

    /// <summary>The kind of break a counter shows; null for one that is not watched.</summary>
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

    /// <summary>Whether less of it is as wrong as more.</summary>
    public static bool HasTwoSides(string counter) => KindOf(counter) is BreakKind.Volume or BreakKind.EventTypes or BreakKind.Fields or BreakKind.Values;

    /// <summary>How many events a counter is a share of.</summary>
    /// <param name="counter">A watched counter other than volume.</param>
    /// <param name="count">Gives any counter.</param>
    public static int WholeOf(string counter, Func<string, int> count) => WholeName(counter) switch
    {
        Valid => Math.Max(0, count(DataQualityCounters.Received) - count(DataQualityCounters.Rejected)),
        string name => count(name),
    };

    /// <summary>A sentence on what is seen.</summary>
    public static string Describe(string counter, double hits, double of, double usual)
    {
        if (counter == DataQualityCounters.Received)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{hits:0} events since then, about {of:0} are usual.");
        }

        string what = counter switch
        {
            DataQualityCounters.Rejected => "invalid",
            DataQualityCounters.UnknownItems => "about items the catalogue does not have",
            DataQualityCounters.Duplicates => "sent before",
            "lag:ahead" => "ahead of the engine's clock",
            "lag:late" => "late by minutes or hours",
            "lag:old" => "over a day old",
            _ when Is(counter, DataQualityCounters.Type) => $"of type '{counter[DataQualityCounters.Type.Length..]}'",
            _ when Is(counter, DataQualityCounters.Field) => $"with the field {counter[DataQualityCounters.Field.Length..]}",
            _ => $"values of {counter[DataQualityCounters.Value.Length..]} digits",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{Percent(hits / Math.Max(1, of))} {what} ({hits:0} of {of:0}), usually {Percent(usual)}.");
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.##} %");

    private static string WholeName(string counter) =>
        counter == DataQualityCounters.Rejected ? DataQualityCounters.Received : Is(counter, DataQualityCounters.Value) ? "field:value" : Valid;

    private static bool Is(string counter, string family) => counter.StartsWith(family, StringComparison.Ordinal);
}
