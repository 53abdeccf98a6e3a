using System.Collections.Immutable;

namespace Personalization.Hosting.Sample;

/// <summary>The product kinds of the home and yard departments.</summary>
internal static class HomeKinds
{
    /// <summary>The kinds, grouped by category.</summary>
    public static readonly ImmutableArray<ProductKind> All =
    [
        new(
            "chef's knife",
            "kitchen",
            "preparing",
            ["vegetable knife", "bread knife", "chef's knife"],
            19,
            240,
            ["cutting board", "whetstone"]),
        new("whetstone", "kitchen", "preparing", ["whetstone", "two-sided whetstone"], 18, 95, []),
        new(
            "cutting board",
            "kitchen",
            "preparing",
            ["beech cutting board", "oak cutting board", "end-grain board"],
            15,
            110,
            []),
        new(
            "frying pan",
            "kitchen",
            "cooking",
            ["frying pan, 20 cm", "frying pan, 28 cm", "cast-iron pan, 28 cm"],
            22,
            210,
            ["spatula"]),
        new("spatula", "kitchen", "cooking", ["spatula", "spatula and spoon set"], 6, 38, []),
        new("saucepan", "kitchen", "cooking", ["saucepan, 1.5 l", "saucepan, 3 l", "casserole, 5 l"], 24, 230, []),
        new(
            "coffee maker",
            "kitchen",
            "coffee and tea",
            ["hand filter", "moka pot", "filter coffee machine", "espresso machine"],
            18,
            420,
            ["coffee beans", "coffee grinder"]),
        new(
            "coffee grinder",
            "kitchen",
            "coffee and tea",
            ["hand grinder", "electric grinder"],
            29,
            190,
            ["coffee beans"]),
        new("coffee beans", "kitchen", "coffee and tea", [
            "light roast beans, 250 g", "medium roast beans, 500 g", "dark roast beans, 1 kg"
        ], 7, 29, []) { UsedUp = true },
        new(
            "plates",
            "tableware",
            "dining",
            ["side plates, set of 4", "dinner plates, set of 4", "dinner service for 6"],
            22,
            240,
            ["cutlery", "glasses"]),
        new("cutlery", "tableware", "dining", ["cutlery for 4", "cutlery for 6", "cutlery for 12"], 25, 220, []),
        new(
            "glasses",
            "tableware",
            "drinking",
            ["tumblers, set of 4", "wine glasses, set of 4", "wine glasses, set of 6"],
            14,
            120,
            []),
        new("mugs", "tableware", "drinking", ["mug", "mugs, set of 4"], 9, 68, []),
        new(
            "napkins",
            "tableware",
            "table linen",
            ["linen napkins, set of 4", "table runner", "linen tablecloth"],
            14,
            110,
            []),
        new(
            "duvet",
            "bedroom",
            "sleeping well",
            ["summer duvet", "all-year duvet", "down duvet"],
            39,
            380,
            ["bed linen", "pillow"]),
        new("pillow", "bedroom", "sleeping well", ["fibre pillow", "wool pillow", "down pillow"], 14, 140, []),
        new(
            "bed linen",
            "bedroom",
            "bed textiles",
            ["cotton bed linen", "linen bed linen", "sateen bed linen"],
            29,
            220,
            ["pillow"]),
        new("throw blanket", "bedroom", "bed textiles", ["cotton throw", "wool throw"], 25, 190, []),
        new("floor lamp", "living", "lighting", ["reading lamp", "floor lamp", "arc lamp"], 35, 340, ["side table"]),
        new("candles", "living", "lighting", ["pillar candle", "candles, box of 8", "scented candle"], 5, 39, [])
        {
            UsedUp = true
        },
        new("cushion", "living", "textiles", ["cushion, 40 cm", "cushion, 60 cm", "floor cushion"], 14, 95, []),
        new(
            "rug",
            "living",
            "textiles",
            ["cotton rug, 60 x 120 cm", "wool rug, 140 x 200 cm", "wool rug, 200 x 300 cm"],
            35,
            690,
            ["cushion"]),
        new("side table", "living", "small furniture", ["side table", "nest of tables"], 39, 290, []),
        new("vase", "living", "small furniture", ["bud vase", "tall vase"], 9, 85, []),
        new(
            "pruning shears",
            "garden",
            "garden tools",
            ["hand shears", "pruning shears", "lopping shears"],
            12,
            95,
            ["garden gloves"]),
        new(
            "garden spade",
            "garden",
            "garden tools",
            ["planting trowel", "garden fork", "garden spade"],
            9,
            85,
            ["garden gloves"]),
        new("garden gloves", "garden", "garden tools", ["garden gloves", "thorn-proof gloves"], 6, 34, []),
        new(
            "planter",
            "garden",
            "planting",
            ["clay pot, 20 cm", "planter, 40 cm", "raised bed"],
            8,
            160,
            ["potting soil", "seeds"]),
        new("potting soil", "garden", "planting", ["potting soil, 20 l", "potting soil, 40 l"], 6, 19, ["seeds"])
        {
            UsedUp = true
        },
        new("seeds", "garden", "planting", ["herb seeds", "salad seeds", "wildflower seeds"], 2, 9, ["potting soil"])
        {
            UsedUp = true
        },
        new("garden hose", "garden", "watering", ["watering can", "hose, 15 m", "hose reel, 25 m"], 14, 140, []),
        new(
            "cordless drill",
            "workshop",
            "power tools",
            ["cordless screwdriver", "cordless drill", "impact drill"],
            45,
            320,
            ["drill bits"]),
        new("drill bits", "workshop", "power tools", ["wood drill bits", "drill bit set of 19"], 9, 65, []),
        new("hand saw", "workshop", "hand tools", ["pull saw", "panel saw"], 14, 75, ["wood glue"]),
        new(
            "screwdrivers",
            "workshop",
            "hand tools",
            ["screwdriver set of 4", "screwdriver set of 8"],
            12,
            85,
            ["tool box"]),
        new("tool box", "workshop", "storing", ["tool box", "tool trolley"], 19, 190, []),
        new("wood glue", "workshop", "materials", ["wood glue, 250 g", "wood oil, 500 ml"], 5, 24, [])
        {
            UsedUp = true
        },
    ];
}
