using System.Collections.Immutable;

namespace Personalization.Hosting.Sample;

/// <summary>A typical mix of interests. A shopper is mostly one persona and partly a second one.</summary>
/// <param name="Name">The name of the persona.</param>
/// <param name="Interests">The interest in each category, in the order of <see cref="ShopPlan.Categories"/>.</param>
internal sealed record Persona(string Name, ImmutableArray<double> Interests)
{
    /// <summary>The personas of the sample shop.</summary>
    public static readonly ImmutableArray<Persona> All =
    [
        //               camping hiking climbing cycling paddling winter kitchen tableware bedroom living garden
        //               workshop
        new("camper",       [15,     5,      0,      1,      2,     1,      0,      0,      0,     0,     0,      0]),
        new("hiker",        [3,     15,      1,      0,      0,     5,      0,      0,      0,     0,     0,      0]),
        new("climber",      [2,      3,     15,      0,      0,     2,      0,      0,      0,     0,     0,      0]),
        new("cyclist",      [1,      1,      0,     15,      0,     1,      0,      0,      0,     0,     0,      1]),
        new("paddler",      [4,      1,      0,      1,     15,     0,      0,      0,      0,     0,     0,      0]),
        new("cook",         [0,      0,      0,      0,      0,     0,     15,      4,      0,     1,     1,      0]),
        new("host",         [0,      0,      0,      0,      0,     0,      4,     15,      1,     5,     0,      0]),
        new("homemaker",    [0,      0,      0,      0,      0,     0,      1,      2,      9,     9,     0,      0]),
        new("gardener",     [0,      0,      0,      0,      0,     0,      1,      0,      0,     1,    15,      3]),
        new("tinkerer",     [0,      0,      0,      3,      0,     0,      0,      0,      0,     1,     3,     15]),
    ];
}
