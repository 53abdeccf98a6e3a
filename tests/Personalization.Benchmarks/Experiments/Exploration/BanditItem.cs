using Personalization.Abstractions.Identity;

namespace Personalization.Benchmarks.Experiments.Exploration;

/// <summary>
/// An item of the simulated shop. How much more or less it is taken than its traits say, only the world knows.
/// </summary>
/// <param name="Id">Its id.</param>
/// <param name="Traits">What is known of it.</param>
internal sealed record BanditItem(ItemId Id, double[] Traits);
