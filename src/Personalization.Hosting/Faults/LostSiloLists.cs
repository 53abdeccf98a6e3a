using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Hosting.Faults;

/// <summary>Local lists that are lost with their silo while the fault <see cref="Fault.LostSilo"/> is present.</summary>
internal sealed class LostSiloLists(ILocalLists inner, FaultSwitches faults) : ILocalLists
{
    /// <inheritdoc/>
    public ServedList? Find(UserId user, RecommendationQuery query) =>
        faults.IsOn(Fault.LostSilo) ? null : inner.Find(user, query);
}
