using Orleans.Concurrency;

namespace Personalization.Abstractions.Experiments;

/// <summary>Learns rewards of explored items from the event log. Key: 0.</summary>
[GrainInterfaceType("Personalization.IExplorationGrain"), Alias("Personalization.IExplorationGrain")]
public interface IExplorationGrain : IGrainWithIntegerKey
{
    /// <summary>Gets the learned rewards.</summary>
    /// <param name="known">The revision the caller has; 0 for none.</param>
    /// <returns>The learned rewards; null when the caller has the newest revision.</returns>
    /// <remarks>Every silo that explores calls this periodically, which also keeps the grain reading the log.</remarks>
    [AlwaysInterleave, Alias("Get")]
    ValueTask<LearnedRewards?> GetAsync(long known);
}

/// <summary>The learned rewards of explored items. Immutable.</summary>
/// <param name="Revision">Increases with every change.</param>
/// <param name="State">The sufficient statistics as JSON of the engine's reward model.</param>
[GenerateSerializer, Immutable, Alias("Personalization.LearntRewards")]
public sealed record LearnedRewards([property: Id(0)] long Revision, [property: Id(1)] string State);
