using Personalization.Abstractions.Identity;

namespace Personalization.Engine.Exploration;

/// <summary>An item that may be on the list, as ranked.</summary>
/// <param name="Item">The item.</param>
/// <param name="Features">Its features in this context.</param>
public sealed record ExploringCandidate(ItemId Item, double[] Features);
