namespace Personalization.Abstractions.Experiments;

/// <summary>What was learnt of the rewards of explored items. Immutable.</summary>
/// <param name="Revision">Grows with every change.</param>
/// <param name="State">The sums, as the engine's reward model writes them.</param>
[GenerateSerializer, Immutable, Alias("Personalization.LearntRewards")]
public sealed record LearnedRewards([property: Id(0)] long Revision, [property: Id(1)] string State);
