using System.Collections.Immutable;
using Personalization.Engine.Placements;
using Personalization.Engine.Recommendations;
using Personalization.Engine.Retrieval;

namespace Personalization.Grains.Rollouts;

/// <summary>A request for both versions to rank, captured while it was answered. Immutable.</summary>
/// <param name="Live">The part of the live version.</param>
/// <param name="New">The part of the new version.</param>
/// <param name="Policy">The policy of the placement.</param>
/// <param name="Stated">The categories in the user's stated preferences.</param>
internal sealed record ShadowCase(
    ShadowSide Live, ShadowSide New, PlacementPolicy Policy, ImmutableArray<string> Stated);

/// <summary>One version's part of a shadowed request.</summary>
/// <param name="Serving">The version and the catalog.</param>
/// <param name="Signal">The user's signal, in the version's item numbers.</param>
/// <param name="Gate">The items allowed on the list, in the version's item numbers.</param>
internal sealed record ShadowSide(ServingState Serving, UserSignal Signal, RecommendationFilter Gate);
