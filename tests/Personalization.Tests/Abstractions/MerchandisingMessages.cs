using Personalization.Abstractions.Filters;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Merchandising;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Tests.Abstractions;

/// <summary>Filled examples of the messages about rules, placements and filters.</summary>
internal static class MerchandisingMessages
{
    private static readonly DateTimeOffset At = new(2026, 11, 1, 12, 30, 15, 250, TimeSpan.Zero);

    private static readonly MerchandisingRule Rule = new()
    {
        Id = "black-friday",
        Description = "Week of offers",
        Status = RuleStatus.Draft,
        Placements = ["home", "sale"],
        From = At,
        Until = At.AddDays(4),
        Audience = "country = 'DE'",
        Priority = 5,
        Actions =
        [
            new RuleAction { Include = "price > 1" },
            new RuleAction { Exclude = "stock = 0" },
            new RuleAction { Boost = "brand = 'acme'", Factor = 1.5 },
            new RuleAction { Bury = "category in 'clearance'" },
            new RuleAction { Share = "category in 'new'", Percent = 20 },
            new RuleAction { Cap = "brand", Most = 2, Window = 10 },
            new RuleAction { Pin = "p-77", Position = 1 },
        ],
    };

    private static readonly PlacementDefinition Placement = new("home", "The front page", new PlacementChange
    {
        SeenItems = SeenItems.ExcludePurchased,
        Diversity = .2,
        StatedPreferenceBoost = .3,
        NewItemShare = .1,
        UnknownItems = false,
        StaticItems = ["p-1", "p-2"],
    });

    private static readonly RecommendationList List = new()
    {
        RecommendationId = "preview",
        Items = [new RecommendedItem(ItemId.Create("p-77"), 2.5, new Reason(ReasonKind.Rule, "black-friday"))],
        FallbackLevel = FallbackLevel.Fresh,
        RankedAt = At,
    };

    /// <summary>The examples by name.</summary>
    public static IReadOnlyDictionary<string, object> All { get; } = new Dictionary<string, object>
    {
        ["MerchandisingBoard"] = new MerchandisingBoard
        {
            Revision = 7,
            Rules = [new RuleVersion("black-friday", 3, At, "ann", "changed", Rule)],
            Placements = [new PlacementVersion("home", 2, At, "ann", "created", Placement)],
        },
        ["RulePreview"] = new RulePreview(List, List, .9),
        ["RulePreviewQuery"] = new RulePreviewQuery(Rule, "home", 20),
        ["FilterExpression"] = ItemFilter.Parse(
            "price <= item.price * 1.2 and brand in ('a', 'b')", FilterScope.Item, null, out _)!,
    };
}
