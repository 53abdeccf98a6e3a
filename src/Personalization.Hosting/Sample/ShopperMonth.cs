using System.Collections.Immutable;
using Personalization.Abstractions.Events;

namespace Personalization.Hosting.Sample;

/// <summary>Simulates one month of a shopper.</summary>
internal static class ShopperMonth
{
    /// <summary>The number of simulated days.</summary>
    public const int Days = 30;

    /// <summary>No visit starts later than this before the end, so that every visit ends in time.</summary>
    private static readonly TimeSpan LongestVisit = TimeSpan.FromHours(1);

    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(40);

    /// <summary>Returns the shopper's events, ordered by time.</summary>
    /// <param name="shopper">The shopper.</param>
    /// <param name="catalog">The products of the shop.</param>
    /// <param name="trends">The trends that affect all shoppers.</param>
    /// <param name="now">The end of the month, UTC; no event is later.</param>
    /// <param name="random">The shopper's own random source.</param>
    public static IEnumerable<UserEvent> Simulate(
        Shopper shopper, SampleCatalog catalog, ImmutableArray<Trend> trends, DateTimeOffset now, Random random)
    {
        ShopperMemory memory = new();
        DateTimeOffset free = now.AddDays(-Days);
        int number = 0;
        foreach (DateTimeOffset planned in VisitTimes(shopper, now, random))
        {
            DateTimeOffset start = planned < free ? free : planned;
            if (start > now - LongestVisit)
            {
                yield break;
            }

            VisitLog log = new(shopper, ++number, start);
            new Visit(shopper, catalog, trends, memory, log, random).Run();
            free = log.Now + Rest;
            foreach (UserEvent happened in log.Events.Where(happened => happened.OccurredAt <= now))
            {
                yield return happened;
            }
        }
    }

    private static List<DateTimeOffset> VisitTimes(Shopper shopper, DateTimeOffset now, Random random)
    {
        DateTimeOffset midnight = new(now.UtcDateTime.Date, TimeSpan.Zero);
        List<DateTimeOffset> times = [];
        int visits = Math.Clamp(Poisson(shopper.VisitsPerMonth, random), 1, Days);
        for (int i = 0; i < visits; i++)
        {
            double hour = shopper.UsualHour + (2.5 * random.NextNormal());
            DateTimeOffset time = midnight.AddDays(-random.Next(Days)).AddSeconds((int)(hour * 3600));

            // A time of day that is still in the future moves to a month earlier, which is inside the month.
            times.Add(time > now - LongestVisit ? time.AddDays(-Days) : time);
        }

        times.Sort();
        return times;
    }

    /// <summary>Returns a Poisson variate (Knuth, The Art of Computer Programming, volume 2, 3.4.1).</summary>
    private static int Poisson(double mean, Random random)
    {
        double limit = Math.Exp(-mean);
        int count = 0;
        for (double product = random.NextDouble(); product > limit; product *= random.NextDouble())
        {
            count++;
        }

        return count;
    }
}
