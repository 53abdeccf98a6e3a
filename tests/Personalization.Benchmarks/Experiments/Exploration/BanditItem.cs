using Personalization.Abstractions.Identity;

namespace Personalization.Benchmarks.Experiments.Exploration;

/// <summary>An item of the simulated shop. Only the world knows the appeal of the item beyond its traits.</summary>
/// <param name="Id">The id of the item.</param>
/// <param name="Traits">The known features of the item.</param>
internal sealed record BanditItem(ItemId Id, double[] Traits);
