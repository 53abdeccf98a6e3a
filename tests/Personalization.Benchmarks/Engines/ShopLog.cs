using Personalization.Abstractions.Events;

namespace Personalization.Benchmarks.Engines;

/// <summary>
/// A shop's log in the retailrocket layout: <c>events.csv</c> (timestamp, visitorid, itemid, event) and
/// <c>test_buy.csv</c> (visitorid, itemid).
/// </summary>
internal sealed class ShopLog
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["view"] = EventTypes.View,
        ["addtocart"] = EventTypes.AddToCart,
        ["transaction"] = EventTypes.Purchase,
    };

    private ShopLog(LoggedEvent[] events, HeldOutBuy[] buys)
    {
        Events = events;
        Buys = buys;
        Visitors = Math.Max(events.Max(e => e.Visitor), buys.Max(b => b.Visitor)) + 1;
        Items = Math.Max(events.Max(e => e.Item), buys.Max(b => b.Item)) + 1;
        Seen = new HashSet<int>[Visitors];
        for (int visitor = 0; visitor < Visitors; visitor++)
        {
            Seen[visitor] = [];
        }

        foreach (LoggedEvent logged in events)
        {
            _ = Seen[logged.Visitor].Add(logged.Item);
        }
    }

    /// <summary>Gets the events in the order of the file.</summary>
    public LoggedEvent[] Events { get; }

    /// <summary>Gets the held-out next purchases.</summary>
    public HeldOutBuy[] Buys { get; }

    /// <summary>Gets the highest visitor number plus 1.</summary>
    public int Visitors { get; }

    /// <summary>Gets the highest item number plus 1.</summary>
    public int Items { get; }

    /// <summary>Gets the items that each visitor has events on, by visitor number.</summary>
    public HashSet<int>[] Seen { get; }

    /// <summary>Reads the log of a folder.</summary>
    /// <exception cref="InvalidDataException">A file is missing or has invalid lines; the message lists
    /// them.</exception>
    public static ShopLog Read(string folder)
    {
        LineErrors errors = new();
        string buys = LineReader.Find(folder, "test_buy.csv");
        LoggedEvent[] logged = ReadEvents(folder, errors);
        HeldOutBuy[] held = [.. Lines(buys, 2, errors).Select(
            line => new HeldOutBuy((int)Number(line, 0, buys, errors), (int)Number(line, 1, buys, errors)))];
        if (logged.Length == 0 || held.Length == 0)
        {
            errors.Add($"The folder {folder} has no events or no held-out purchases.");
        }

        errors.ThrowIfAny();
        return new(logged, held);
    }

    /// <summary>Reads only the events of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="errors">Receives the errors of the lines.</param>
    public static LoggedEvent[] ReadEvents(string folder, LineErrors errors)
    {
        string events = LineReader.Find(folder, "events.csv");
        return
        [
            .. Lines(events, 4, errors).Select(line => new LoggedEvent(
                (long)Number(line, 0, events, errors),
                (int)Number(line, 1, events, errors),
                (int)Number(line, 2, events, errors),
                TypeOf(line.Fields[3], events, line.Number, errors))),
        ];
    }

    private static IEnumerable<(int Number, string[] Fields)> Lines(string file, int fields, LineErrors errors) =>
        LineReader.Fields(file, [','], fields, errors).Where(line => line.Line > 1);

    private static double Number((int Number, string[] Fields) line, int field, string file, LineErrors errors) =>
        LineReader.Number(line.Fields[field], file, line.Number, errors);

    private static string TypeOf(string name, string file, int line, LineErrors errors)
    {
        if (Types.TryGetValue(name, out string? type))
        {
            return type;
        }

        errors.Add(file, line, $"'{name}' is not an event type of the retailrocket layout.");
        return name;
    }
}

/// <summary>The next purchase of a visitor, hidden from every ranker.</summary>
internal readonly record struct HeldOutBuy(int Visitor, int Item);

/// <summary>One line of a shop's log.</summary>
/// <param name="Time">The time, Unix seconds.</param>
/// <param name="Visitor">The number of the visitor.</param>
/// <param name="Item">The number of the item.</param>
/// <param name="Type">The engine's name of the event type.</param>
internal readonly record struct LoggedEvent(long Time, int Visitor, int Item, string Type);
