namespace Personalization.Engine.Retrieval;

/// <summary>What the session source needs at serving time besides its sessions. Part of the manifest.</summary>
/// <param name="Seeds">How the user's items are weighed.</param>
/// <param name="Neighbours">How many of the nearest sessions speak (k of the paper).</param>
/// <param name="LengthPower">A neighbour's nearness is divided by its length to this power: .5 is the cosine.</param>
/// <param name="RarityPower">An item's inverse session frequency to this power is multiplied in; 0 leaves it out.</param>
/// <param name="ClosenessMinutes">A session's vote for an item counts 1/e when so many minutes lie between it and the item the session was found by.</param>
internal sealed record SessionParameters(SeedWeights Seeds, int Neighbours, float LengthPower, float RarityPower, float ClosenessMinutes);
