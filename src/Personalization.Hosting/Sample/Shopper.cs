using System.Globalization;
using Personalization.Abstractions.Identity;

namespace Personalization.Hosting.Sample;

/// <summary>A simulated shopper: id, taste and habits. Immutable.</summary>
/// <param name="Id">The user id (<c>shopper-001</c>).</param>
/// <param name="Taste">The taste.</param>
/// <param name="VisitsPerMonth">The mean number of visits in 30 days.</param>
/// <param name="UsualHour">The usual hour of a visit, UTC, 0 to 23.</param>
/// <param name="Resolve">The probability that the shopper completes a purchase, 0 to 1.</param>
public sealed record Shopper(UserId Id, Taste Taste, double VisitsPerMonth, int UsualHour, double Resolve)
{
    private const double MeanVisits = 4.9;
    private const double VisitsSpread = 0.7;

    private static readonly double[] HourWeights =
    [
        1, 0.5, 0.3, 0.2, 0.2, 0.5, 2, 4, 5, 5, 6, 7, 9, 7, 6, 5, 6, 8, 10, 13, 15, 13, 8, 3
    ];

    /// <summary>Draws a shopper.</summary>
    /// <param name="seed">The same seed and number give the same shopper.</param>
    /// <param name="number">The number of the shopper, from 1.</param>
    public static Shopper Draw(int seed, int number)
    {
        Random random = Chance.Source(seed, part: 2, number);
        return new Shopper(
            UserId.Create(string.Create(CultureInfo.InvariantCulture, $"shopper-{number:000}")),
            Taste.Draw(random),
            MeanVisits * Math.Exp((VisitsSpread * random.NextNormal()) - (VisitsSpread * VisitsSpread / 2)),
            random.PickIndex(HourWeights),
            0.35 + (0.4 * random.NextDouble()));
    }
}
