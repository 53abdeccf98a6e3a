namespace Personalization.Abstractions.Rollouts;

/// <summary>One line of a rollout's audit log.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Who">The name of the API key whose owner decided it, or <c>engine</c>.</param>
/// <param name="What">What was done: <c>started</c>, <c>shadow</c>, <c>canary 0.05</c>, <c>live</c>, <c>rolled back</c>, <c>refused</c>, <c>stopped</c>.</param>
/// <param name="Why">Why, in a sentence.</param>
[GenerateSerializer, Immutable, Alias("Personalization.RolloutEntry")]
public sealed record RolloutEntry(
    [property: Id(0)] DateTimeOffset At, [property: Id(1)] string Who, [property: Id(2)] string What, [property: Id(3)] string Why);
