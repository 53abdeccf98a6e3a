using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Users;

namespace Personalization.Client.Api.Http;

/// <summary>
/// Finds users' grains. Asking the factory by interface resolves the interface's name anew each time, an eighth of a cached
/// list's cost when measured; what it resolves to never changes, so it is asked once.
/// </summary>
internal sealed class UserGrains(IGrainFactory grains)
{
    private volatile Template? _template;

    /// <summary>The grain of a user.</summary>
    public IUserGrain Of(UserId user)
    {
        Template template = _template ??= Resolve();
        return (IUserGrain)grains.GetGrain(GrainId.Create(template.Type, UserKey.Encode(user)), template.Interface);
    }

    private Template Resolve()
    {
        GrainReference any = (GrainReference)grains.GetGrain<IUserGrain>("any");
        return new Template(any.GrainId.Type, any.InterfaceType);
    }

    private sealed record Template(GrainType Type, GrainInterfaceType Interface);
}
