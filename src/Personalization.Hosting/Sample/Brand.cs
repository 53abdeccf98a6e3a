namespace Personalization.Hosting.Sample;

/// <summary>A maker of products.</summary>
/// <param name="Name">The name on the product.</param>
/// <param name="Department">The part of the shop it makes things for.</param>
/// <param name="PriceLevel">Where it stands among makers of the same things, 0 (cheapest) to 1 (dearest).</param>
public sealed record Brand(string Name, Department Department, double PriceLevel);
