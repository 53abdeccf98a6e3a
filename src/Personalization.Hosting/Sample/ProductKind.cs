using System.Collections.Immutable;

namespace Personalization.Hosting.Sample;

/// <summary>What a product is, apart from who made it: a row of the shop's plan.</summary>
/// <param name="Name">The kind's own name, unique in the shop (<c>tent</c>).</param>
/// <param name="Category">The leading category.</param>
/// <param name="Section">The sub-category inside it.</param>
/// <param name="Variants">What titles call it, plainest and cheapest first.</param>
/// <param name="Low">About the lowest price asked for one.</param>
/// <param name="High">About the highest price asked for one.</param>
/// <param name="GoesWith">The kinds people buy along with it, by name.</param>
public sealed record ProductKind(
    string Name, string Category, string Section, ImmutableArray<string> Variants, decimal Low, decimal High, ImmutableArray<string> GoesWith)
{
    /// <summary>Whether it is used up and bought again; such products come in no colours.</summary>
    public bool UsedUp { get; init; }
}
