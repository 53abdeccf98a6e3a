namespace Personalization.Engine.Retrieval;

/// <summary>Parameters of the session source at serving time. Part of the manifest.</summary>
/// <param name="Seeds">The weighting of the user's items.</param>
/// <param name="Neighbours">The number of nearest sessions that vote (k in the paper).</param>
/// <param name="LengthPower">The similarity of a session is divided by its length to this power: 0.5 is the
/// cosine.</param>
/// <param name="RarityPower">The exponent of the inverse session frequency of an item; 0 ignores the frequency.</param>
/// <param name="ClosenessMinutes">The time constant, minutes: a vote for an item is multiplied by exp(-t / constant),
/// with the time t between the item and the item by which the session was found.</param>
internal sealed record SessionParameters(
    SeedWeights Seeds, int Neighbours, float LengthPower, float RarityPower, float ClosenessMinutes);
