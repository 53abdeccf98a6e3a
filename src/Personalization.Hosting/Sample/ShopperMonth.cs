using System.Collections.Immutable;
using Personalization.Abstractions.Events;

namespace Personalization.Hosting.Sample;

/// <summary>Lets one shopper live through a month.</summary>
internal static class ShopperMonth
{
    /// <summary>The days simulated.</summary>
    public const int Days = 30;

    /// <summary>No visit begins later than this before the end, so that every visit is over by then.</summary>
    private static readonly TimeSpan LongestVisit = TimeSpan.FromHours(1);

    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(40);

    /// <summary>What the shopper did, in order of time.</summary>
    /// <param name="shopper">Who.</param>
    /// <param name="catalog">What there is.</param>
    /// <param name="trends">What everybody looks at.</param>
    /// <param name="now">The end of the month, UTC; no event is later.</param>
    /// <param name="random">The shopper's own source of chance.</param>
    public static IEnumerable<UserEvent> Live(Shopper shopper, SampleCatalog catalog, ImmutableArray<Trend> trends, DateTimeOffset now, Random random)
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

            // A time of day that has not come yet today is taken a month earlier: still inside the month.
            times.Add(time > now - LongestVisit ? time.AddDays(-Days) : time);
        }

        times.Sort();
        return times;
    }

    /// <summary>A draw from the Poisson distribution (Knuth, The Art of Computer Programming, volume 2, 3.4.1).</summary>
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
