using Personalization.Engine.Recommendations;
using Personalization.Engine.Retrieval;

namespace Personalization.Grains.Rollouts;

/// <summary>One version's part of a shadowed request.</summary>
/// <param name="Serving">The version and the catalog.</param>
/// <param name="Signal">The user's signal, in the version's item numbers.</param>
/// <param name="Gate">The items allowed on the list, in the version's item numbers.</param>
internal sealed record ShadowSide(ServingState Serving, UserSignal Signal, RecommendationFilter Gate);
