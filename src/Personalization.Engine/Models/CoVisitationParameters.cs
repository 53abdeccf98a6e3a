using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Models;

/// <summary>Parameters of a co-visitation source.</summary>
/// <param name="Seeds">The weighting of the user's items at serving time.</param>
/// <param name="Window">The number of events before and after an event that are paired with the event.</param>
/// <param name="StepDecay">The factor of a pair per event in between; 0 to 1.</param>
/// <param name="DecayMinutes">The time constant of the decay of a pair, minutes.</param>
internal sealed record CoVisitationParameters(SeedWeights Seeds, int Window, float StepDecay, float DecayMinutes)
{
    /// <summary>
    /// The factor of pairs whose other item came before: 1 counts both directions alike, 0 counts only later items.
    /// </summary>
    public float Back { get; init; } = 1;

    /// <summary>
    /// A pair is divided by the number of the user's events to this power: 0 counts all pairs alike, 1 counts all users
    /// alike.
    /// </summary>
    public float LengthPower { get; init; }

    /// <summary>
    /// The sum of a neighbor is divided by its number of choices to this power: above 0 favors rare items.
    /// </summary>
    public float TargetPower { get; init; }

    /// <summary>
    /// The neighbor list of an item is divided by its sum to this power: 0 gives popular items of a user more
    /// influence, 1 gives all items the same.
    /// </summary>
    public float SeedPower { get; init; }

    // a pair far apart in time still counts if there is nothing better
    private const float Floor = 0.02f;

    /// <summary>
    /// Returns the weight of a pair of events: StepDecay^(steps - 1) x (0.02 + 0.98 exp(-minutes / DecayMinutes)).
    /// </summary>
    /// <param name="steps">The distance of the events in the user's history; 1 for adjacent events.</param>
    /// <param name="minutes">The time between the events, minutes.</param>
    public float PairWeight(int steps, float minutes) =>
        MathF.Pow(StepDecay, steps - 1) * (Floor + ((1 - Floor) * MathF.Exp(-minutes / DecayMinutes)));
}
