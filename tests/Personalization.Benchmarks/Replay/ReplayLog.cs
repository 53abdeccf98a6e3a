using System.Globalization;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Recommendations;
using Personalization.Benchmarks.Engines;

namespace Personalization.Benchmarks.Replay;

/// <summary>A log with true times, in the order of time.</summary>
/// <param name="Layout">The name of the layout.</param>
/// <param name="Events">The events. Events of the same time keep the order of the file.</param>
/// <param name="SeenItems">The policy of the lists.</param>
internal sealed record ReplayLog(string Layout, ReplayEvent[] Events, SeenItems SeenItems)
{
    /// <summary>The names of the layouts.</summary>
    public static readonly string[] Layouts = ["shop", "ratings", "clicks"];

    /// <summary>Reads the log of a folder.</summary>
    /// <param name="folder">
    /// The folder. shop: <c>events.csv</c>. ratings: <c>u.data</c>. clicks: every <c>*.txt</c> file with the columns
    /// SessionId, ItemId and Time.
    /// </param>
    /// <param name="layout">One of <see cref="Layouts"/>; null to find it from the names of the files.</param>
    /// <exception cref="InvalidDataException">A file is missing or has invalid lines; the message lists
    /// them.</exception>
    public static ReplayLog Read(string folder, string? layout = null)
    {
        layout ??= File.Exists(Path.Combine(folder, "events.csv")) ? "shop"
            : File.Exists(Path.Combine(folder, "u.data")) ? "ratings"
            : "clicks";
        LineErrors errors = new();
        IEnumerable<ReplayEvent> events = layout switch
        {
            "shop" => ShopLog.ReadEvents(folder, errors).Select(logged => new ReplayEvent(
                Text(logged.Visitor), Text(logged.Item), logged.Type, logged.Time * 1000)),
            "ratings" => Ratings(LineReader.Find(folder, "u.data"), errors),
            _ => Clicks(folder, errors),
        };
        ReplayEvent[] ordered = [.. events.OrderBy(happened => happened.TimeMs)];
        errors.ThrowIfAny();
        return ordered.Length > 0
            ? new(layout, ordered, layout == "clicks" ? SeenItems.Allow : SeenItems.Exclude)
            : throw new InvalidDataException($"The folder {folder} has no events.");
    }

    private static IEnumerable<ReplayEvent> Ratings(string file, LineErrors errors) =>
        LineReader.Fields(file, ['\t'], 4, errors).Select(line => new ReplayEvent(
            line.Fields[0], line.Fields[1], EventTypes.Click, TimeOf(line.Fields[3], file, line.Line, errors)));

    private static IEnumerable<ReplayEvent> Clicks(string folder, LineErrors errors)
    {
        string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.txt") : [];
        return files.Order(StringComparer.Ordinal).SelectMany(file => LineReader.Fields(file, ['\t'], 3, errors)
            .Where(line => line.Line > 1)
            .Select(line => new ReplayEvent(
                line.Fields[0], line.Fields[1], EventTypes.Click, TimeOf(line.Fields[2], file, line.Line, errors))));
    }

    private static long TimeOf(string text, string file, int line, LineErrors errors) =>
        (long)(LineReader.Number(text, file, line, errors) * 1000);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
