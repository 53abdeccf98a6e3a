namespace Personalization.Engine.Retrieval;

/// <summary>
/// The weighting of the user's items (seeds) in a neighborhood source: newer items weigh more. Part of the manifest.
/// </summary>
/// <param name="Limit">The number of newest items that count.</param>
/// <param name="PositionDecay">The factor per position: position i weighs this to the power i; 0 to 1.</param>
/// <param name="SessionDecay">The factor per past session; 0 to 1.</param>
/// <param name="WeightPower">The exponent of the weight of the interaction.</param>
internal sealed record SeedWeights(int Limit, float PositionDecay, float SessionDecay, float WeightPower)
{
    /// <summary>Returns the weight of a seed, with the sign of the weight of the interaction.</summary>
    /// <param name="interaction">The user's interaction with the item.</param>
    /// <param name="position">0 for the newest item.</param>
    public float Of(in Interaction interaction, int position)
    {
        float size = MathF.Pow(PositionDecay, position)
            * MathF.Pow(SessionDecay, interaction.SessionsAgo)
            * MathF.Pow(MathF.Abs(interaction.Weight), WeightPower);
        return interaction.Weight < 0 ? -size : size;
    }
}
