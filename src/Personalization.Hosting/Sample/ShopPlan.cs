using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Personalization.Hosting.Sample;

/// <summary>The names and figures of the sample shop. All names are invented.</summary>
internal static class ShopPlan
{
    /// <summary>The leading categories, in the order of the weights of a <see cref="Taste"/>.</summary>
    public static readonly ImmutableArray<string> Categories =
    [
        "camping", "hiking", "climbing", "cycling", "paddling", "winter", "kitchen", "tableware", "bedroom", "living",
        "garden", "workshop",
    ];

    /// <summary>All product kinds of the shop.</summary>
    public static readonly ImmutableArray<ProductKind> Kinds = [.. OutdoorKinds.All, .. HomeKinds.All];

    /// <summary>The kinds by name.</summary>
    public static readonly FrozenDictionary<string, ProductKind> KindByName = Kinds.ToFrozenDictionary(
        kind => kind.Name, StringComparer.Ordinal);

    /// <summary>The makers.</summary>
    public static readonly ImmutableArray<Brand> Brands =
    [
        new("Bivvo", Department.Outdoor, 0.05),
        new("Pine & Peg", Department.Outdoor, 0.3),
        new("Tarnwick", Department.Outdoor, 0.5),
        new("Fellgate", Department.Outdoor, 0.7),
        new("Oddfell", Department.Outdoor, 0.95),
        new("Plainware", Department.Home, 0.05),
        new("Lundeholm", Department.Home, 0.3),
        new("Hearthline", Department.Home, 0.5),
        new("Oat & Iron", Department.Home, 0.75),
        new("Kalderra", Department.Home, 0.95),
        new("Spadework", Department.Yard, 0.1),
        new("Greybarn", Department.Yard, 0.5),
        new("Ironbeck", Department.Yard, 0.9),
    ];

    /// <summary>The names of product lines.</summary>
    public static readonly ImmutableArray<string> Lines =
    [
        "Larch", "Tarn", "Heron", "Ember", "Fjord", "Bracken", "Alder", "Skua", "Juniper", "Cairn", "Drift", "Fern",
        "Sorrel", "Birch", "Wren",
        "Pebble", "Hazel", "Rowan", "Flint", "Otter", "Dune", "Thistle", "Aspen", "Kestrel", "Lichen", "Sedge",
        "Plover", "Willow", "Moraine",
        "Gannet", "Quill", "Harbour", "Linden", "Orchard", "Barley", "Ash", "Marten", "Teal", "Bramble", "Slope",
    ];

    private static readonly ImmutableArray<string> OutdoorColours =
    ["moss", "slate", "ochre", "rust", "midnight", "sand"];
    private static readonly ImmutableArray<string> HomeColours =
    ["oat", "chalk", "charcoal", "terracotta", "sage", "indigo"];
    private static readonly ImmutableArray<string> YardColours = ["green", "graphite", "red", "natural"];

    /// <summary>Returns the department of a category.</summary>
    public static Department DepartmentOf(string category) => Categories.IndexOf(category) switch
    {
        < 6 => Department.Outdoor,
        < 10 => Department.Home,
        _ => Department.Yard,
    };

    /// <summary>Returns the colors of a department's products.</summary>
    public static ImmutableArray<string> ColoursOf(Department department) => department switch
    {
        Department.Outdoor => OutdoorColours,
        Department.Home => HomeColours,
        _ => YardColours,
    };
}
