using System.Collections.Immutable;
using Personalization.Benchmarks.Quality.Rankers;
using Personalization.Engine.Recommendations;

namespace Personalization.Benchmarks.Replay;

/// <summary>The model that serves from one refresh to the next, and the rankers beside it.</summary>
/// <param name="Serving">The serving state.</param>
/// <param name="Parts">The list makers of the engine's variants and of each source, by name.</param>
/// <param name="Peers">The list makers of the peers, trained on the newest log, by name.</param>
internal sealed record ReplayModel(
    ServingState Serving,
    ImmutableArray<(string Name, IListMaker Maker)> Parts,
    ImmutableArray<(string Name, IListMaker Maker)> Peers)
{
    /// <summary>Gets all list makers.</summary>
    public ImmutableArray<(string Name, IListMaker Maker)> Makers => [.. Parts, .. Peers];
}
