using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Personalization.Hosting.Sample;

/// <summary>
/// The taste of a simulated shopper. The engine does not see it and has to learn it from the shopper's events.
/// Immutable.
/// </summary>
public sealed class Taste
{
    /// <summary>The share of every taste that is spread evenly over all categories.</summary>
    private const double Curiosity = 0.06;

    private readonly FrozenDictionary<string, double> _kinds;
    private readonly FrozenDictionary<string, double> _brands;
    private readonly ImmutableHashSet<string> _colours;
    private readonly double _budget;
    private readonly double _thrift;

    private Taste(ImmutableArray<double> categories, Random random)
    {
        CategoryWeights = categories;
        _kinds = ShopPlan.Kinds.ToFrozenDictionary(
            kind => kind.Name, _ => Math.Exp(0.7 * random.NextNormal()), StringComparer.Ordinal);
        _budget = random.NextDouble();
        _thrift = 1 + (4 * random.NextDouble());
        _brands = ShopPlan.Brands.ToFrozenDictionary(
            brand => brand.Name,
            _ => (random.Happens(0.25) ? 1.4 : 0) + (0.4 * random.NextNormal()),
            StringComparer.Ordinal);
        _colours = [.. Enum.GetValues<Department>().Select(department => random.Pick(ShopPlan.ColoursOf(department)))];
    }

    /// <summary>
    /// The share of each category in the shopper's attention, in the shop's order of categories; sums to 1.
    /// </summary>
    public ImmutableArray<double> CategoryWeights { get; }

    /// <summary>The category with the largest share.</summary>
    public string MainCategory => ShopPlan.Categories[CategoryWeights.IndexOf(CategoryWeights.Max())];

    /// <summary>
    /// Draws a taste: one persona at 80 to 100 %, a second one for the rest, and a small share of every category.
    /// </summary>
    public static Taste Draw(Random random)
    {
        Persona main = random.Pick(Persona.All);
        Persona other = random.Pick(Persona.All);
        double second = 0.2 * random.NextDouble();
        double[] mix = new double[ShopPlan.Categories.Length];
        for (int i = 0; i < mix.Length; i++)
        {
            double interest = ((1 - second) * main.Interests[i] / main.Interests.Sum())
                + (second * other.Interests[i] / other.Interests.Sum());
            mix[i] = ((1 - Curiosity) * interest) + (Curiosity / mix.Length);
        }

        return new Taste([.. mix], random);
    }

    /// <summary>
    /// Returns how much a kind of product attracts the shopper; above 0, comparable within one shopper.
    /// </summary>
    public double DrawOf(ProductKind kind) =>
        CategoryWeights[ShopPlan.Categories.IndexOf(kind.Category)] * _kinds[kind.Name];

    /// <summary>
    /// Returns how well a product fits the shopper among others of its kind, by brand, price and color: about -5 to 3;
    /// 0 is indifferent.
    /// </summary>
    public double FitOf(SampleProduct product)
    {
        double gap = product.PricePosition - _budget;
        return _brands[product.Brand.Name]
            - (_thrift * gap * gap)
            + (product.Colour is { } colour && _colours.Contains(colour) ? 0.6 : 0);
    }

    /// <summary>Returns the probability that the shopper wants a product after seeing it.</summary>
    public double Interest(SampleProduct product)
    {
        double fit = FitOf(product);
        double care = CategoryWeights[ShopPlan.Categories.IndexOf(product.Kind.Category)];
        return Math.Min(1, 0.25 + (2 * care)) / (1 + Math.Exp(-fit));
    }
}
