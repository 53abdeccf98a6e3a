namespace Personalization.Abstractions.Experiments;

/// <summary>One line of an experiment's record.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="What">What was done: <c>created</c>, <c>started</c>, <c>paused</c>, <c>stopped</c>, or <c>ramped to 0.25</c>.</param>
/// <param name="Note">Whose decision it was, and why.</param>
[GenerateSerializer, Immutable, Alias("Personalization.ExperimentChange")]
public sealed record ExperimentChange([property: Id(0)] DateTimeOffset At, [property: Id(1)] string What, [property: Id(2)] ChangeNote Note);
