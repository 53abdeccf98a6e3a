using System.Globalization;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Feeds;

namespace Personalization.Engine.Feeds;

/// <summary>Whether what a feed would do to the catalogue is what shops do, or what broken exports do.</summary>
internal static class Plausibility
{
    /// <summary>So few items are no sign of anything: a small shop sells out, a bargain is a bargain.</summary>
    private const int Unsuspicious = 3;

    /// <summary>Adds what is not plausible.</summary>
    public static void Check(FeedPlan plan, FeedContext context, List<ValidationError> doubts)
    {
        (FeedLimits limits, FeedFigures found, FeedFigures accepted) = (context.Limits, plan.Figures, context.Accepted ?? default);
        if (found.Items == 0 && context.Accepted is not { Items: 0 })
        {
            doubts.Add(new("$.items", "empty", "the feed has no items at all."));
        }

        Compare("leaving", found.Leaving, accepted.Leaving, plan.Shown, limits.MaxShrink, "items would leave the lists", doubts);
        Compare("losingFields", found.LosingFields, accepted.LosingFields, plan.Known, limits.MaxShrink, "items would lose their title, categories or price", doubts);
        Compare("priceJumps", found.PriceJumps, accepted.PriceJumps, plan.Priced, limits.MaxPriceJumps,
            string.Create(CultureInfo.InvariantCulture, $"prices would change by more than the factor {limits.MaxPriceFactor}"), doubts);
        Compare("missing", found.Missing, accepted.Missing, context.LastItems, limits.MaxShrink, "items that the feed had are not in it", doubts);
    }

    private static void Compare(string code, int found, int accepted, int of, double share, string what, List<ValidationError> doubts)
    {
        int allowed = accepted + Math.Max(Unsuspicious, (int)Math.Floor(share * of));
        if (found > allowed)
        {
            doubts.Add(new("$.items", code, $"{found} of {of} {what}; at most {allowed} are plausible."));
        }
    }
}
