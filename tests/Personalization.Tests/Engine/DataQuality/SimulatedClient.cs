using System.Collections.Immutable;
using Personalization.Abstractions.DataQuality;

namespace Personalization.Tests.Engine.DataQuality;

/// <summary>The simulated traffic of a client.</summary>
/// <remarks>
/// Visits follow the hour of the day and the day of the week, with good and bad days and hours. A visit has several
/// events. A few events are late, repeated or invalid, and sometimes a whole batch is invalid.
/// </remarks>
internal sealed class SimulatedClient(int seed, double eventsPerDay)
{
    private const double EventsPerVisit = 6;

    private static readonly double[] Hours =
    [
        1, 0.5, 0.3, 0.2, 0.2, 0.5, 2, 4, 5, 5, 6, 7, 9, 7, 6, 5, 6, 8, 10, 13, 15, 13, 8, 3
    ];
    private static readonly (string Type, double Share)[] Types =
        [
            ("type:view", 0.58), ("type:click", 0.3), ("type:addToCart", 0.06), ("type:purchase", 0.025),
            ("type:removeFromCart", 0.015), ("type:like", 0.015)
        ];

    private readonly Random _random = new(seed);
    private double _hourNoise;
    private double _dayNoise = 1;
    private long _hour = -1;

    /// <summary>The volume of weekends, as a share of a weekday.</summary>
    public double Weekend { get; init; } = 0.6;

    /// <summary>The growth per week, as a share.</summary>
    public double Growth { get; init; }

    /// <summary>The relative scatter of a day's total.</summary>
    public double DayScatter { get; init; } = 0.08;

    /// <summary>Gets the counts of a window.</summary>
    public Dictionary<string, int> Next(DateTimeOffset start, int seconds)
    {
        Renew(start);
        double weekend = start.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? Weekend : 1;
        double hour = start.TimeOfDay.TotalHours;
        double now = Interpolated(hour) / Hours.Sum();
        double trend = Math.Pow(1 + Growth, start.ToUnixTimeSeconds() / 604_800.0 % 520 - Epoch);
        double visits =
            eventsPerDay / EventsPerVisit * now * seconds / 3_600 * weekend * trend * _dayNoise * Math.Exp(_hourNoise);
        int count = EventsOf(Poisson(visits));
        Dictionary<string, int> counts = new(StringComparer.Ordinal) { ["received"] = count };
        int bad = Binomial(count, 0.002) + (_random.NextDouble() < seconds / 86_400.0 ? Math.Min(count, 20) : 0);
        int valid = count - Math.Min(bad, count);
        counts["rejected"] = count - valid;
        counts["duplicates"] = Binomial(valid, 0.004);
        counts["unknownItems"] = Binomial(valid, 0.003);
        counts["lag:late"] = Binomial(valid, 0.02);
        counts["lag:old"] = Binomial(valid, 0.002);
        int left = valid;
        double rest = 1;
        foreach ((string type, double share) in Types)
        {
            // people buy in the evening what they viewed before
            double at = type == "type:purchase" && hour is > 18 or < 1 ? share * 1.3 : share;
            counts[type] = Binomial(left, Math.Min(1, at / rest));
            (left, rest) = (left - counts[type], rest - at);
        }

        counts["type:dismiss"] = left;
        counts["field:occurredAt"] = valid;
        counts["field:recommendationId"] = Binomial(valid, 0.3);
        counts["field:placement"] = counts["field:recommendationId"];
        counts["field:value"] = counts["type:purchase"];
        counts["value:2"] = Binomial(counts["field:value"], 0.6);
        counts["value:3"] = counts["field:value"] - counts["value:2"];
        return counts;
    }

    public static DataQualityReport Report(string key, Dictionary<string, int> counts) =>
        new(true, [
            new KeyCounts(key, counts.Where(count => count.Value != 0).ToImmutableDictionary(StringComparer.Ordinal))
        ]);

    private static double Epoch { get; } = new DateTimeOffset(
        2026, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds() / 604_800.0 % 520;

    private static double Interpolated(double hour)
    {
        int before = (int)Math.Floor(hour - 0.5 + 24) % 24;
        double part = (hour - 0.5 + 24) % 1;
        return (Hours[before] * (1 - part)) + (Hours[(before + 1) % 24] * part);
    }

    private void Renew(DateTimeOffset start)
    {
        long hour = start.ToUnixTimeSeconds() / 3_600;
        if (hour / 24 != _hour / 24)
        {
            _dayNoise = Math.Exp(DayScatter * Normal());
        }

        if (hour != _hour)
        {
            _hourNoise = (0.6 * _hourNoise) + (0.06 * Normal());
            _hour = hour;
        }
    }

    private int EventsOf(int visits)
    {
        if (visits > 60)
        {
            return Math.Max(0, (int)Math.Round(
                (visits * EventsPerVisit) + (Math.Sqrt(visits * EventsPerVisit * (EventsPerVisit - 1)) * Normal())));
        }

        int events = 0;
        for (int i = 0; i < visits; i++)
        {
            events += 1 + (int)Math.Floor(Math.Log(1 - _random.NextDouble()) / Math.Log(1 - (1 / EventsPerVisit)));
        }

        return events;
    }

    private int Poisson(double mean)
    {
        if (mean > 60)
        {
            return Math.Max(0, (int)Math.Round(mean + (Math.Sqrt(mean) * Normal())));
        }

        double limit = Math.Exp(-mean);
        int count = 0;
        for (double product = _random.NextDouble(); product > limit; product *= _random.NextDouble())
        {
            count++;
        }

        return count;
    }

    private int Binomial(int of, double share)
    {
        double mean = of * share;
        if (mean > 60)
        {
            return Math.Clamp((int)Math.Round(mean + (Math.Sqrt(mean * (1 - share)) * Normal())), 0, of);
        }

        int hits = 0;
        if (of < 200)
        {
            for (int i = 0; i < of; i++)
            {
                hits += _random.NextDouble() < share ? 1 : 0;
            }

            return hits;
        }

        return Math.Min(of, Poisson(mean));
    }

    private double Normal() =>
        Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
