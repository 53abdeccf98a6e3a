namespace Personalization.Benchmarks.Quality.Peers;

/// <summary>The settings of the peers that a hold-out of the log chose.</summary>
/// <param name="Ridge">The ridge of EASE.</param>
/// <param name="Shrinkage">The shrinkage of item-kNN.</param>
internal sealed record PeerSettings(float Ridge, float Shrinkage);
