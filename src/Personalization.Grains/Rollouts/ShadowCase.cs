using System.Collections.Immutable;
using Personalization.Engine.Placements;

namespace Personalization.Grains.Rollouts;

/// <summary>A request for both versions to rank, captured while it was answered. Immutable.</summary>
/// <param name="Live">The live version's side.</param>
/// <param name="New">The new version's side.</param>
/// <param name="Policy">The placement's policy.</param>
/// <param name="Stated">The categories in the user's stated preferences.</param>
internal sealed record ShadowCase(ShadowSide Live, ShadowSide New, PlacementPolicy Policy, ImmutableArray<string> Stated);
