using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;

namespace Personalization.Testing.Worlds;

/// <summary>
/// Visitors whose first choice of a visit follows their taste and whose later choices follow the order of a theme.
/// </summary>
internal static class MomentWorld
{
    private const int Categories = 6;
    private const int CategoryItems = 30;
    private const int Themes = 60;
    private const int ThemeItems = 12;
    private const double Day = 1440;

    /// <summary>
    /// Creates visitors who return every ten days. A visit begins with an item of the visitor's favorite
    /// category. After that the visitor walks through a random theme, a step every two minutes.
    /// </summary>
    /// <param name="users">The number of visitors.</param>
    /// <param name="visits">The number of visits of each visitor.</param>
    /// <param name="steps">The number of steps of a walk.</param>
    /// <param name="seed">The seed.</param>
    public static List<LogRecord> Mixed(int users = 500, int visits = 7, int steps = 4, int seed = 11)
    {
        Random random = new(seed);
        List<LogRecord> records = [];
        for (int visit = 0; visit < visits; visit++)
        {
            for (int user = 0; user < users; user++)
            {
                double minutes = (visit * 10 * Day) + (random.Next(5 * 1440) + random.NextDouble());
                int favorite = (int)(CategoryItems * Math.Pow(random.NextDouble(), 1.5));
                Add(records, user, $"taste{user % Categories}-{favorite}", minutes);
                Walk(records, user, minutes + 2, steps, random);
            }
        }

        return records;
    }

    /// <summary>Creates visitors who come once and walk through a theme.</summary>
    public static List<LogRecord> Sessions(int users = 1200, int steps = 5, int seed = 13)
    {
        Random random = new(seed);
        List<LogRecord> records = [];
        for (int user = 0; user < users; user++)
        {
            Walk(records, user, user * 20, steps, random);
        }

        return records;
    }

    private static void Walk(List<LogRecord> records, int user, double minutes, int steps, Random random)
    {
        int theme = random.Next(Themes);
        int item = random.Next(ThemeItems);
        for (int step = 0; step < steps; step++)
        {
            Add(records, user, $"theme{theme}-{item}", minutes + (2 * step));
            item = (item + (random.NextDouble() < 0.8 ? 1 : 2)) % ThemeItems;
        }
    }

    private static void Add(List<LogRecord> records, int user, string item, double minutes) =>
        records.Add(Logs.Event($"u{user}", item, EventTypes.View, minutes, records.Count + 1));
}
