using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Models;

/// <summary>How co-visitation counts.</summary>
/// <param name="Seeds">How the user's items are weighed when serving.</param>
/// <param name="Window">How many of a user's events before and after an event are paired with it.</param>
/// <param name="StepDecay">Multiplied in for every event that lies between; 0 to 1.</param>
/// <param name="DecayMinutes">A pair so many minutes apart counts 1/e of one at the same time.</param>
internal sealed record CoVisitationParameters(SeedWeights Seeds, int Window, float StepDecay, float DecayMinutes)
{
    /// <summary>What a pair counts whose other item came before; 1 looks both ways, 0 at what followed only.</summary>
    public float Back { get; init; } = 1;

    /// <summary>A pair is divided by the number of the user's events to this power: 0 lets everybody count by what they did, 1 everybody alike.</summary>
    public float LengthPower { get; init; }

    /// <summary>A neighbour's sum is divided by how often it was chosen to this power: above 0 favours the rare.</summary>
    public float TargetPower { get; init; }

    /// <summary>An item's list is divided by its sum to this power: 0 lets popular items of a user speak louder, 1 all alike.</summary>
    public float SeedPower { get; init; }

    // so that a pair far apart in time still counts where there is nothing better
    private const float Floor = 0.02f;

    /// <summary>What one pair of events counts.</summary>
    /// <param name="steps">1 for neighbours in the user's history.</param>
    /// <param name="minutes">The time between them.</param>
    public float PairWeight(int steps, float minutes) => MathF.Pow(StepDecay, steps - 1) * (Floor + ((1 - Floor) * MathF.Exp(-minutes / DecayMinutes)));
}
