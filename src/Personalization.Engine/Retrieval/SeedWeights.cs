namespace Personalization.Engine.Retrieval;

/// <summary>How much each of the user's items speaks in a neighbourhood source: the newest loudest. Part of the manifest.</summary>
/// <param name="Limit">How many of the newest items speak.</param>
/// <param name="PositionDecay">A seed counts this many times as much as the seed after it; 0 to 1.</param>
/// <param name="SessionDecay">Multiplied in for every session gone by; 0 to 1.</param>
/// <param name="WeightPower">The weight of what the user did to this power is multiplied in.</param>
internal sealed record SeedWeights(int Limit, float PositionDecay, float SessionDecay, float WeightPower)
{
    /// <summary>The seed's strength, with the sign of what the user did.</summary>
    /// <param name="print">What the user did with the item.</param>
    /// <param name="position">0 for the newest item.</param>
    public float Of(in Interaction print, int position)
    {
        float size = MathF.Pow(PositionDecay, position) * MathF.Pow(SessionDecay, print.SessionsAgo) * MathF.Pow(MathF.Abs(print.Weight), WeightPower);
        return print.Weight < 0 ? -size : size;
    }
}
