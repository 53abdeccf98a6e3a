using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Users;

namespace Personalization.Client.Api.Engine;

/// <summary>Gets the grains of users.</summary>
/// <remarks>
/// The grain factory resolves the interface name on every call, which was an eighth of a cached list's cost. The
/// result never changes, so this class resolves the name once.
/// </remarks>
internal sealed class UserGrains(IGrainFactory grains)
{
    private volatile Template? _template;

    /// <summary>Gets the grain of a user.</summary>
    public IUserGrain Of(UserId user)
    {
        string key = UserKey.Encode(user);
        return (_template ??= Resolve()) is { } template
            ? (IUserGrain)grains.GetGrain(GrainId.Create(template.Type, key), template.Interface)
            : grains.GetGrain<IUserGrain>(key);
    }

    /// <summary>
    /// The grain type and interface of user references; null when the factory returns other objects (test doubles).
    /// </summary>
    private Template? Resolve() =>
        grains.GetGrain<IUserGrain>("any") is GrainReference any
        ? new Template(any.GrainId.Type, any.InterfaceType)
        : null;

    private sealed record Template(GrainType Type, GrainInterfaceType Interface);
}
