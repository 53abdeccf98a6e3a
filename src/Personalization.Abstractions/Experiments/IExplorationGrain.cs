using Orleans.Concurrency;

namespace Personalization.Abstractions.Experiments;

/// <summary>Learns from the event log what came of the items that were drawn for marked slots. Key: 0.</summary>
[GrainInterfaceType("Personalization.Abstractions.Experiments.IExplorationGrain"), Alias("Personalization.IExplorationGrain")]
public interface IExplorationGrain : IGrainWithIntegerKey
{
    /// <summary>What was learnt; asked again and again by every silo that explores, which also keeps the grain reading.</summary>
    /// <param name="known">The revision the caller has; 0 for none.</param>
    /// <returns>Null when there is nothing newer.</returns>
    [AlwaysInterleave, Alias("Get")]
    ValueTask<LearnedRewards?> GetAsync(long known);
}
