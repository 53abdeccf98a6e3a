using Personalization.Engine.Candidates;

namespace Personalization.Engine.Training;

/// <summary>How co-visitation counts.</summary>
/// <param name="Seeds">How the user's items are weighed when serving.</param>
/// <param name="Window">How many of a user's events before and after an event are paired with it.</param>
/// <param name="StepDecay">Multiplied in for every event that lies between; 0 to 1.</param>
/// <param name="DecayMinutes">A pair so many minutes apart counts 1/e of one at the same time.</param>
internal sealed record CoVisitationParameters(SeedWeights Seeds, int Window, float StepDecay, float DecayMinutes)
{
    // so that a pair far apart in time still counts where there is nothing better
    private const float Floor = 0.02f;

    /// <summary>What one pair of events counts.</summary>
    /// <param name="steps">1 for neighbours in the user's history.</param>
    /// <param name="minutes">The time between them.</param>
    public float PairWeight(int steps, float minutes) => MathF.Pow(StepDecay, steps - 1) * (Floor + ((1 - Floor) * MathF.Exp(-minutes / DecayMinutes)));
}
