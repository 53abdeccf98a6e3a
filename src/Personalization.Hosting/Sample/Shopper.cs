using System.Globalization;
using Personalization.Abstractions.Identity;

namespace Personalization.Hosting.Sample;

/// <summary>A simulated person: who they are, what they like and when they come. Immutable.</summary>
/// <param name="Id">Their user id (<c>shopper-001</c>).</param>
/// <param name="Taste">What they like.</param>
/// <param name="VisitsPerMonth">How often they come, on average, in 30 days.</param>
/// <param name="UsualHour">The hour of the day, UTC, around which they come, 0 to 23.</param>
/// <param name="Resolve">How readily they go through with a purchase, 0 to 1.</param>
public sealed record Shopper(UserId Id, Taste Taste, double VisitsPerMonth, int UsualHour, double Resolve)
{
    private const double MeanVisits = 4.9;
    private const double VisitsSpread = 0.7;

    private static readonly double[] HourWeights = [1, 0.5, 0.3, 0.2, 0.2, 0.5, 2, 4, 5, 5, 6, 7, 9, 7, 6, 5, 6, 8, 10, 13, 15, 13, 8, 3];

    /// <summary>Draws the shopper of a number.</summary>
    /// <param name="seed">The same seed and number make the same shopper.</param>
    /// <param name="number">From 1.</param>
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
