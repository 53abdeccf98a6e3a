using Personalization.Engine.Recommendations;
using Personalization.Engine.Retrieval;

namespace Personalization.Grains.Rollouts;

/// <summary>One version's side of a shadowed request.</summary>
/// <param name="Serving">The version and the catalogue.</param>
/// <param name="Signal">What is known of the user, in the version's numbers.</param>
/// <param name="Gate">Which items may be on the list, in the version's numbers.</param>
internal sealed record ShadowSide(ServingState Serving, UserSignal Signal, RecommendationFilter Gate);
