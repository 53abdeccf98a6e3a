using Personalization.Abstractions.Identity;

namespace Personalization.Abstractions.Recommendations;

/// <summary>The valid cached lists of the users whose grains are active in this process.</summary>
/// <remarks>
/// An API in the process of a silo answers from them without a grain call. Thread-safe. Registered only with a silo.
/// </remarks>
public interface ILocalLists
{
    /// <summary>Finds the list that the user's grain would serve now.</summary>
    /// <param name="user">The user.</param>
    /// <param name="query">The query. Its deadline is not used: the call is synchronous and short.</param>
    /// <returns>
    /// The fresh list with an id that is used once. Null when this process has no valid list, or when only the grain
    /// may serve it. The caller then asks the grain.
    /// </returns>
    ServedList? Find(UserId user, RecommendationQuery query);
}
