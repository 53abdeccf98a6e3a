using System.Collections.Immutable;

namespace Personalization.Hosting.Sample;

/// <summary>A kind of product, independent of its maker: one row of the shop's plan.</summary>
/// <param name="Name">The name of the kind, unique in the shop (<c>tent</c>).</param>
/// <param name="Category">The leading category.</param>
/// <param name="Section">The sub-category inside it.</param>
/// <param name="Variants">The names used in titles, cheapest first.</param>
/// <param name="Low">The approximate lowest price.</param>
/// <param name="High">The approximate highest price.</param>
/// <param name="GoesWith">The names of the kinds that people buy along with it.</param>
public sealed record ProductKind(
    string Name,
    string Category,
    string Section,
    ImmutableArray<string> Variants,
    decimal Low,
    decimal High,
    ImmutableArray<string> GoesWith)
{
    /// <summary>Whether the product is used up and bought again; such products have no color.</summary>
    public bool UsedUp { get; init; }
}
