using System.Collections.Immutable;

namespace Personalization.Hosting.Sample;

/// <summary>The product kinds of the outdoor department.</summary>
internal static class OutdoorKinds
{
    /// <summary>The kinds, grouped by category.</summary>
    public static readonly ImmutableArray<ProductKind> All =
    [
        new(
            "tent",
            "camping",
            "tents",
            ["1-person tent", "2-person tent", "3-person tent", "family tent"],
            89,
            620,
            ["sleeping mat", "sleeping bag", "lantern"]),
        new(
            "sleeping bag",
            "camping",
            "sleeping",
            ["summer sleeping bag", "three-season sleeping bag", "winter sleeping bag"],
            45,
            340,
            ["sleeping mat"]),
        new(
            "sleeping mat",
            "camping",
            "sleeping",
            ["foam sleeping mat", "self-inflating mat", "insulated air mat"],
            18,
            190,
            ["sleeping bag"]),
        new(
            "camp stove",
            "camping",
            "camp cooking",
            ["gas stove", "wind-proof gas stove", "two-burner stove"],
            25,
            180,
            ["gas cartridge", "camp pots"]),
        new("camp pots", "camping", "camp cooking", ["camp pot", "camp pot set"], 15, 95, ["camp stove"]),
        new("gas cartridge", "camping", "camp cooking", [
            "gas cartridge, 110 g", "gas cartridge, 230 g", "gas cartridge, 450 g"
        ], 4, 12, ["camp stove"]) { UsedUp = true },
        new("lantern", "camping", "camp lighting", ["hanging lantern", "rechargeable lantern"], 14, 85, []),
        new(
            "backpack",
            "hiking",
            "packs",
            ["day pack, 18 l", "day pack, 28 l", "trekking pack, 45 l", "trekking pack, 65 l"],
            35,
            290,
            ["rain cover", "water bottle"]),
        new("rain cover", "hiking", "packs", ["pack rain cover"], 12, 45, []),
        new(
            "hiking boots",
            "hiking",
            "footwear",
            ["walking shoes", "hiking boots", "mountain boots"],
            60,
            280,
            ["hiking socks", "boot wax"]),
        new("hiking socks", "hiking", "footwear", ["light hiking socks", "wool hiking socks"], 9, 32, []),
        new("boot wax", "hiking", "footwear", ["boot wax, 80 ml", "boot wax, 200 ml"], 6, 16, []) { UsedUp = true },
        new("trekking poles", "hiking", "walking gear", ["trekking poles", "folding trekking poles"], 25, 150, []),
        new(
            "water bottle",
            "hiking",
            "walking gear",
            ["steel bottle, .5 l", "steel bottle, 1 l", "insulated bottle, 1 l"],
            9,
            45,
            []),
        new(
            "climbing harness",
            "climbing",
            "protection",
            ["beginner's harness", "all-round harness", "light harness"],
            39,
            150,
            ["carabiners", "belay device"]),
        new(
            "carabiners",
            "climbing",
            "protection",
            ["screw-gate carabiner", "carabiner set of 3", "quickdraw set of 6"],
            12,
            110,
            []),
        new(
            "belay device",
            "climbing",
            "protection",
            ["tube belay device", "assisted belay device"],
            15,
            110,
            ["climbing rope"]),
        new(
            "climbing rope",
            "climbing",
            "ropes",
            ["gym rope, 40 m", "single rope, 60 m", "dry rope, 70 m"],
            75,
            290,
            ["rope bag"]),
        new("rope bag", "climbing", "ropes", ["rope bag"], 18, 70, []),
        new(
            "climbing shoes",
            "climbing",
            "climbing footwear",
            ["gym climbing shoes", "climbing shoes", "edging climbing shoes"],
            49,
            180,
            ["chalk"]),
        new("chalk", "climbing", "climbing footwear", ["chalk block", "loose chalk, 200 g", "liquid chalk"], 3, 18, [])
        {
            UsedUp = true
        },
        new(
            "bike helmet",
            "cycling",
            "riding",
            ["city helmet", "trail helmet", "road helmet"],
            29,
            220,
            ["bike lights"]),
        new("bike lights", "cycling", "riding", ["clip-on light set", "rechargeable light set"], 15, 120, []),
        new(
            "panniers",
            "cycling",
            "touring",
            ["pannier bag", "pair of panniers", "handlebar bag"],
            29,
            190,
            ["bike lock"]),
        new("bike lock", "cycling", "touring", ["cable lock", "folding lock", "shackle lock"], 15, 130, []),
        new("tyre pump", "cycling", "bike care", ["hand pump", "floor pump"], 12, 85, ["inner tube"]),
        new("inner tube", "cycling", "bike care", ["inner tube, 26 in", "inner tube, 28 in", "tubeless tape"], 4, 14, [
            "tyre pump"
        ]) { UsedUp = true },
        new("chain oil", "cycling", "bike care", ["dry chain oil", "wet chain oil"], 5, 18, []) { UsedUp = true },
        new(
            "inflatable kayak",
            "paddling",
            "boats",
            ["inflatable kayak, 1 seat", "inflatable kayak, 2 seats"],
            190,
            890,
            ["kayak paddle", "buoyancy vest"]),
        new("kayak paddle", "paddling", "boats", ["two-part paddle", "four-part paddle", "carbon paddle"], 35, 260, []),
        new("buoyancy vest", "paddling", "water wear", ["buoyancy vest", "touring buoyancy vest"], 42, 190, []),
        new("dry bag", "paddling", "water wear", ["dry bag, 5 l", "dry bag, 20 l", "dry bag, 60 l"], 10, 75, []),
        new("neoprene shoes", "paddling", "water wear", ["neoprene shoes", "neoprene boots"], 22, 80, []),
        new("snowshoes", "winter", "snow walking", ["trail snowshoes", "steep-ground snowshoes"], 79, 290, ["gaiters"]),
        new("gaiters", "winter", "snow walking", ["gaiters", "storm gaiters"], 19, 90, []),
        new(
            "base layer",
            "winter",
            "warm wear",
            ["light base layer", "merino base layer", "thermal base layer"],
            22,
            120,
            ["warm hat"]),
        new("warm hat", "winter", "warm wear", ["knitted hat", "lined hat"], 12, 45, ["gloves"]),
        new("gloves", "winter", "warm wear", ["liner gloves", "ski gloves", "down mittens"], 16, 130, []),
    ];
}
