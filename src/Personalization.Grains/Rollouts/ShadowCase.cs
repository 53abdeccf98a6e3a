using System.Collections.Immutable;
using Personalization.Engine.Placements;

namespace Personalization.Grains.Rollouts;

/// <summary>A request as both versions are to rank it, taken while it was answered: nothing in it changes any more.</summary>
/// <param name="Live">The live version's side.</param>
/// <param name="New">The new version's side.</param>
/// <param name="Policy">The placement's policy.</param>
/// <param name="Stated">The categories the user stated.</param>
internal sealed record ShadowCase(ShadowSide Live, ShadowSide New, PlacementPolicy Policy, ImmutableArray<string> Stated);
