using System.Globalization;
using Personalization.Abstractions.Events;

namespace Personalization.Benchmarks.Shop;

/// <summary>A shop's log in the retailrocket layout: <c>events.csv</c> (timestamp, visitorid, itemid, event) and <c>test_buy.csv</c> (visitorid, itemid).</summary>
internal sealed class ShopLog
{
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

    /// <summary>The log, in its own order.</summary>
    public LoggedEvent[] Events { get; }

    /// <summary>The held-out next buys.</summary>
    public HeldOutBuy[] Buys { get; }

    /// <summary>One more than the highest visitor number.</summary>
    public int Visitors { get; }

    /// <summary>One more than the highest item number.</summary>
    public int Items { get; }

    /// <summary>The items each visitor had any event on.</summary>
    public HashSet<int>[] Seen { get; }

    /// <summary>Reads a folder.</summary>
    public static ShopLog Read(string folder) => new(
        [.. Lines(folder, "events.csv").Select(f => new LoggedEvent(Number(f[0]), (int)Number(f[1]), (int)Number(f[2]), TypeOf(f[3])))],
        [.. Lines(folder, "test_buy.csv").Select(f => new HeldOutBuy((int)Number(f[0]), (int)Number(f[1])))]);

    private static IEnumerable<string[]> Lines(string folder, string file) =>
        File.ReadLines(Path.Combine(folder, file)).Skip(1).Where(line => line.Length > 0).Select(line => line.Split(','));

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static string TypeOf(string name) => name switch
    {
        "view" => EventTypes.View,
        "addtocart" => EventTypes.AddToCart,
        "transaction" => EventTypes.Purchase,
        _ => throw new InvalidDataException($"'{name}' is no event of the retailrocket layout."),
    };
}
