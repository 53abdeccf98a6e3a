using System.Globalization;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Feeds;

namespace Personalization.Engine.Feeds;

/// <summary>Distinguishes normal changes to a catalog from those of a broken export.</summary>
internal static class Plausibility
{
    /// <summary>This many items are always plausible. A small shop sells out, or makes a special offer.</summary>
    private const int AlwaysPlausible = 3;

    /// <summary>Adds the implausible parts to the doubts.</summary>
    public static void Check(FeedPlan plan, FeedContext context, List<ValidationError> doubts)
    {
        (FeedLimits limits, FeedFigures found, FeedFigures accepted) = (
            context.Limits, plan.Figures, context.Accepted ?? default);
        if (found.Items == 0 && context.Accepted is not { Items: 0 })
        {
            doubts.Add(new("$.items", "empty", "must not be empty, but the feed has no items."));
        }

        Compare(
            "leaving",
            found.Leaving,
            accepted.Leaving,
            plan.Shown,
            limits.MaxShrink,
            "available items would leave the lists",
            doubts);
        Compare(
            "losingFields",
            found.LosingFields,
            accepted.LosingFields,
            plan.Known,
            limits.MaxShrink,
            "known items would lose their title, categories or price",
            doubts);
        Compare("priceJumps", found.PriceJumps, accepted.PriceJumps, plan.Priced, limits.MaxPriceJumps,
            string.Create(
                CultureInfo.InvariantCulture,
                $"prices would change by more than the factor {limits.MaxPriceFactor}"), doubts);
        Compare(
            "missing",
            found.Missing,
            accepted.Missing,
            context.LastItems,
            limits.MaxShrink,
            "items of the last good pull are missing",
            doubts);
    }

    private static void Compare(
        string code, int found, int accepted, int of, double share, string what, List<ValidationError> doubts)
    {
        int allowed = accepted + Math.Max(AlwaysPlausible, (int)Math.Floor(share * of));
        if (found > allowed)
        {
            doubts.Add(new("$.items", code, $"{found} of {of} {what}, but at most {allowed} are allowed."));
        }
    }
}
