namespace Personalization.Benchmarks.Drill;

/// <summary>A visit before it happens: the same in every world.</summary>
/// <param name="Number">From 0.</param>
/// <param name="At">When it begins, seconds.</param>
/// <param name="Shopper">Who comes: the place in <see cref="DrillShop.Shoppers"/>.</param>
internal readonly record struct PlannedVisit(int Number, double At, int Shopper);
