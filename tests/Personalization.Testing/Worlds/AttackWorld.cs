using System.Globalization;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Engine.Datasets;
using Personalization.Engine.Retrieval;

namespace Personalization.Testing.Worlds;

/// <summary>Normal customers of a shop, and attackers who push one item into everybody's lists.</summary>
/// <remarks>
/// A normal customer has two favorite topics and comes five times, once in each ten days. A visit has six views of one
/// topic with Zipf popularity, and a third of the visits ends with a purchase. The last visits are later than
/// <see cref="LastVisits"/>; they are the questions, and attackers have no events there.
/// </remarks>
/// <param name="users">The number of normal customers.</param>
/// <param name="items">The number of items.</param>
/// <param name="seed">The seed of all random numbers.</param>
internal sealed class AttackWorld(int users, int items, int seed = 1)
{
    /// <summary>The item that the attackers push. One normal customer has viewed it once.</summary>
    public const string Target = "pushed";

    /// <summary>The most popular item. The attackers want the pushed item in its similar list.</summary>
    public const string Popular = "t0-0";

    private const int Topics = 20;
    private const int Visits = 5;
    private const int Views = 6;
    private const double Skew = 1.2;
    private const double GapMinutes = 10 * 1440;

    /// <summary>The start of the last visits.</summary>
    public static readonly DateTimeOffset LastVisits = Logs.Start.AddMinutes((Visits - 1) * GapMinutes);

    /// <summary>The events of the normal customers, one visit of all customers after the other.</summary>
    public IEnumerable<LogRecord> Normal()
    {
        Random random = new(seed);
        yield return Logs.Event("u0", Target, EventTypes.View, 0);
        for (int visit = 0; visit < Visits; visit++)
        {
            for (int user = 0; user < users; user++)
            {
                double minutes = (visit * GapMinutes) + random.Next((int)GapMinutes - 10) + random.NextDouble();
                int topic = (user + (random.Next(3) == 0 ? (user / Topics) + 1 : 0)) % Topics;
                string item = "";
                for (int view = 0; view < Views; view++)
                {
                    int rank = (int)(items / Topics * Math.Pow(random.NextDouble(), 1 + Skew));
                    item = random.Next(8) == 0 ? Popular : Name(topic, rank);
                    yield return Logs.Event(Key("u", user), item, EventTypes.View, minutes + view);
                }

                if (random.Next(3) == 0)
                {
                    yield return Logs.Event(Key("u", user), item, EventTypes.Purchase, minutes + Views);
                }
            }
        }
    }

    /// <summary>
    /// The events of the attackers: over the last ten days before <see cref="LastVisits"/>, a view of the most popular
    /// item and a purchase of the pushed item in turn, one second apart, twenty in a row.
    /// </summary>
    /// <param name="attackers">The number of attackers.</param>
    /// <param name="each">The number of events of each attacker.</param>
    public static IEnumerable<LogRecord> Attack(int attackers, int each)
    {
        const int Row = 20;
        double from = (LastVisits - Logs.Start).TotalMinutes - GapMinutes;
        for (int attacker = 0; attacker < attackers; attacker++)
        {
            for (int n = 0; n < each; n++)
            {
                double start = n / Row * Row * (GapMinutes - 10) / each;
                yield return Logs.Event(
                    Key("bot", attacker),
                    n % 2 == 0 ? Popular : Target,
                    n % 2 == 0 ? EventTypes.View : EventTypes.Purchase,
                    from + start + (n % Row / 60.0));
            }
        }
    }

    /// <summary>
    /// The questions of a log of this world: the first unseen item of each normal customer's last visit, with the
    /// customer's earlier events.
    /// </summary>
    public static IEnumerable<EvaluationCase> Questions(TrainingLog log)
    {
        TrainingLog known = log.Before(LastVisits.ToUnixTimeMilliseconds());
        for (int user = 0; user < log.UserSlots; user++)
        {
            ReadOnlyMemory<SignalEvent> history = known.EventsOf(user);
            foreach (SignalEvent happened in log.EventsOf(user)[history.Length..].ToArray())
            {
                if (!history.ToArray().Any(before => before.Item == happened.Item))
                {
                    yield return new(new(history, happened.TimeMs), happened.Item, user);
                    break;
                }
            }
        }
    }

    private static string Name(int topic, int rank) => string.Create(CultureInfo.InvariantCulture, $"t{topic}-{rank}");

    private static string Key(string kind, int user) => string.Create(CultureInfo.InvariantCulture, $"{kind}{user}");
}
