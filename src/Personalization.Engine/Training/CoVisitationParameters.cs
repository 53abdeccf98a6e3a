using Personalization.Engine.Candidates;

namespace Personalization.Engine.Training;

/// <summary>How co-visitation counts.</summary>
/// <param name="Seeds">How the user's items are weighed when serving.</param>
/// <param name="Window">How many of a user's items before and after an item are paired with it.</param>
/// <param name="StepDecay">Multiplied in for every item that lies between; 0 to 1.</param>
/// <param name="DecayDays">A pair so many days apart counts 1/e of one at the same time.</param>
/// <param name="SeedPower">The power of the seed's weight.</param>
/// <param name="TargetPower">The power of the neighbour's weight.</param>
/// <param name="PopularityDamping">A neighbour's count is divided by its number of users to this power; 0 leaves raw counts.</param>
internal sealed record CoVisitationParameters(SeedWeights Seeds, int Window, float StepDecay, float DecayDays, float SeedPower, float TargetPower, float PopularityDamping)
{
    /// <summary>What one pair of a user counts.</summary>
    public float PairWeight(float seed, float target, int steps, long apartMs) =>
        MathF.Pow(seed, SeedPower) * MathF.Pow(target, TargetPower) * MathF.Pow(StepDecay, steps - 1) * MathF.Exp(-apartMs / (DecayDays * 86_400_000f));
}
