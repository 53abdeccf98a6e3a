using System.Globalization;
using Personalization.Abstractions.Monitoring;

namespace Personalization.Engine.Monitoring;

/// <summary>What a counter means to the watch.</summary>
internal static class Counter
{
    /// <summary>The valid events.</summary>
    private const string Valid = "valid";

    /// <summary>The kind of break a counter shows; null for one that is not watched.</summary>
    public static BreakKind? KindOf(string counter) => counter switch
    {
        WatchCounters.Received => BreakKind.Volume,
        WatchCounters.Rejected => BreakKind.Rejects,
        WatchCounters.UnknownItems => BreakKind.UnknownItems,
        WatchCounters.Duplicates => BreakKind.Duplicates,
        _ when Is(counter, WatchCounters.Lag) => BreakKind.ClockSkew,
        _ when Is(counter, WatchCounters.Type) => BreakKind.EventTypes,
        _ when Is(counter, WatchCounters.Field) => BreakKind.Fields,
        _ when Is(counter, WatchCounters.Value) => BreakKind.Values,
        _ => null,
    };

    /// <summary>Whether less of it is as wrong as more.</summary>
    public static bool HasTwoSides(string counter) => KindOf(counter) is BreakKind.Volume or BreakKind.EventTypes or BreakKind.Fields or BreakKind.Values;

    /// <summary>How many events a counter is a share of.</summary>
    /// <param name="counter">A watched counter other than volume.</param>
    /// <param name="count">Gives any counter.</param>
    public static int WholeOf(string counter, Func<string, int> count) => WholeName(counter) switch
    {
        Valid => Math.Max(0, count(WatchCounters.Received) - count(WatchCounters.Rejected)),
        string name => count(name),
    };

    /// <summary>A sentence on what is seen.</summary>
    public static string Describe(string counter, double hits, double of, double usual)
    {
        if (counter == WatchCounters.Received)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{hits:0} events since then, about {of:0} are usual.");
        }

        string what = counter switch
        {
            WatchCounters.Rejected => "invalid",
            WatchCounters.UnknownItems => "about items the catalogue does not have",
            WatchCounters.Duplicates => "sent before",
            "lag:ahead" => "ahead of the engine's clock",
            "lag:late" => "late by minutes or hours",
            "lag:old" => "over a day old",
            _ when Is(counter, WatchCounters.Type) => $"of type '{counter[WatchCounters.Type.Length..]}'",
            _ when Is(counter, WatchCounters.Field) => $"with the field {counter[WatchCounters.Field.Length..]}",
            _ => $"values of {counter[WatchCounters.Value.Length..]} digits",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{Percent(hits / Math.Max(1, of))} {what} ({hits:0} of {of:0}), usually {Percent(usual)}.");
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.##} %");

    private static string WholeName(string counter) =>
        counter == WatchCounters.Rejected ? WatchCounters.Received : Is(counter, WatchCounters.Value) ? "field:value" : Valid;

    private static bool Is(string counter, string family) => counter.StartsWith(family, StringComparison.Ordinal);
}
