using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;

namespace Personalization.Testing.Worlds;

/// <summary>Customers who buy baskets. The lines of a basket share one time, and visits are days apart.</summary>
internal static class BasketWorld
{
    private const int PairCount = 100;
    private const int Categories = 15;
    private const int CategoryItems = 20;
    private const int Themes = 30;
    private const int ThemeItems = 10;
    private const double Day = 1440;

    /// <summary>
    /// Creates customers who buy two items that always belong together. Nothing else predicts a purchase, so only a
    /// list that sees one line of the basket can know the other.
    /// </summary>
    public static List<LogRecord> Pairs(int users = 240, int visits = 6, int seed = 3)
    {
        Random random = new(seed);
        return Visits(users, visits, random, _ =>
        {
            int pair = random.Next(PairCount);
            return random.Next(2) == 0 ? [$"p{pair}-0", $"p{pair}-1"] : [$"p{pair}-1", $"p{pair}-0"];
        });
    }

    /// <summary>Gets the other item of a pair.</summary>
    public static string MateOf(string item) => item[..^1] + (item[^1] == '0' ? '1' : '0');

    /// <summary>
    /// Creates customers who return with their own taste. Each basket has three items of the theme of the visit, which
    /// is drawn at random, and two items of the customer's favorite categories. The own basket predicts the theme. The
    /// earlier visits predict only the taste.
    /// </summary>
    public static List<LogRecord> Returning(int users = 500, int visits = 7, int seed = 5)
    {
        Random random = new(seed);
        return Visits(users, visits, random, user =>
        {
            int theme = random.Next(Themes);
            HashSet<string> basket = [];
            while (basket.Count < 3)
            {
                basket.Add($"theme{theme}-{random.Next(ThemeItems)}");
            }

            while (basket.Count < 5)
            {
                int category = (user + (random.Next(2) * ((user / Categories) + 1))) % Categories;
                basket.Add($"taste{category}-{(int)(CategoryItems * Math.Pow(random.NextDouble(), 1.5))}");
            }

            string[] lines = [.. basket];
            random.Shuffle(lines);
            return lines;
        });
    }

    private static List<LogRecord> Visits(int users, int visits, Random random, Func<int, string[]> basket)
    {
        List<LogRecord> records = [];
        for (int visit = 0; visit < visits; visit++)
        {
            for (int user = 0; user < users; user++)
            {
                double minutes = (visit * 10 * Day) + (random.Next(5 * 1440) + random.NextDouble());
                foreach (string item in basket(user))
                {
                    records.Add(Logs.Event($"u{user}", item, EventTypes.Purchase, minutes, records.Count + 1));
                }
            }
        }

        return records;
    }
}
