namespace Personalization.Hosting.Sample;

/// <summary>A maker of products.</summary>
/// <param name="Name">The name on the product.</param>
/// <param name="Department">The department it makes products for.</param>
/// <param name="PriceLevel">The price level among makers of the same products, 0 (cheapest) to 1 (most
/// expensive).</param>
public sealed record Brand(string Name, Department Department, double PriceLevel);
