using Personalization.Abstractions.Identity;

namespace Personalization.Engine.Exploration;

/// <summary>A ranked item that may be drawn for an exploring position.</summary>
/// <param name="Item">The item.</param>
/// <param name="Features">The features of the item in this context; see <see cref="ActionFeatures"/>.</param>
public sealed record ExploringCandidate(ItemId Item, double[] Features);
