using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Hosting.Faults;

/// <summary>Local lists, which are lost with their silo during the fault <see cref="Fault.LostSilo"/>.</summary>
internal sealed class LostSiloLists(ILocalLists inner, FaultSwitches faults) : ILocalLists
{
    /// <inheritdoc/>
    public ServedList? Find(UserId user, RecommendationQuery query) =>
        faults.IsOn(Fault.LostSilo) ? null : inner.Find(user, query);
}
