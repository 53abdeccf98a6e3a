using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Users;

namespace Personalization.Client.Api.Engine;

/// <summary>
/// Finds users' grains. Asking the factory by interface resolves the interface's name anew each time, an eighth of a
/// cached list's cost when measured; what it resolves to never changes, so it is asked once.
/// </summary>
internal sealed class UserGrains(IGrainFactory grains)
{
    private volatile Template? _template;

    /// <summary>The grain of a user.</summary>
    public IUserGrain Of(UserId user)
    {
        string key = UserKey.Encode(user);
        return (_template ??= Resolve()) is { } template
            ? (IUserGrain)grains.GetGrain(GrainId.Create(template.Type, key), template.Interface)
            : grains.GetGrain<IUserGrain>(key);
    }

    /// <summary>
    /// What any user's reference resolves to; null when the factory hands out something else than references.
    /// </summary>
    private Template? Resolve() =>
        grains.GetGrain<IUserGrain>("any") is GrainReference any
        ? new Template(any.GrainId.Type, any.InterfaceType)
        : null;

    private sealed record Template(GrainType Type, GrainInterfaceType Interface);
}
