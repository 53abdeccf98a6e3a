using System.Collections.Immutable;

namespace Personalization.Hosting.Sample;

/// <summary>A kind of product that gets more attention for some days.</summary>
/// <param name="Kind">The kind's name.</param>
/// <param name="Peak">The time of most attention, UTC.</param>
/// <param name="Lift">The factor of attention at the peak.</param>
internal sealed record Trend(string Kind, DateTimeOffset Peak, double Lift)
{
    private const int Trends = 6;
    private const double WidthDays = 4;

    /// <summary>
    /// Draws the trends of a month: half have passed their peak, half rise towards <paramref name="now"/>, each in a
    /// different category.
    /// </summary>
    public static ImmutableArray<Trend> Draw(int seed, DateTimeOffset now)
    {
        Random random = Chance.Source(seed, part: 3);
        string[] categories = [.. ShopPlan.Categories];
        random.Shuffle(categories);
        return
        [
            .. categories.Take(Trends).Select((category, i) => new Trend(
                random.Pick(ShopPlan.Kinds.Where(kind => kind.Category == category).ToList()).Name,
                now.AddDays(i % 2 == 0 ? -random.Next(8, 26) : 0),
                5 + (5 * random.NextDouble()))),
        ];
    }

    /// <summary>Returns the factor of a kind's attraction at a time; 1 without a trend.</summary>
    public static double LiftOf(ImmutableArray<Trend> trends, string kind, DateTimeOffset at)
    {
        double lift = 1;
        foreach (Trend trend in trends)
        {
            double width = (at - trend.Peak).TotalDays / WidthDays;
            lift += trend.Kind == kind ? (trend.Lift - 1) * Math.Exp(-width * width / 2) : 0;
        }

        return lift;
    }
}
