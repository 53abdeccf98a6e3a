using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Client.Api.Recommendations;

/// <summary>What is asked of a user's grain.</summary>
/// <param name="Calls">Who asks.</param>
/// <param name="User">Whose list.</param>
/// <param name="Query">What the client asked for.</param>
/// <param name="Inside">What the engine is asked for, in somewhat less time.</param>
internal readonly record struct UserAsk(RecommendationCalls Calls, UserId User, RecommendationQuery Query, RecommendationQuery Inside);
