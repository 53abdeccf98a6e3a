using Personalization.Abstractions.Users;

namespace Personalization.Hosting.Faults;

/// <summary>Fails calls to user grains while the fault <see cref="Fault.LostSilo"/> is present.</summary>
internal sealed class LostSiloFilter(FaultSwitches faults) : IOutgoingGrainCallFilter
{
    /// <inheritdoc/>
    public Task Invoke(IOutgoingGrainCallContext context) =>
        faults.IsOn(Fault.LostSilo) && context.InterfaceMethod.DeclaringType == typeof(IUserGrain)
            ? throw new SiloUnavailableException("The fault lostSilo is present.")
            : context.Invoke();
}
