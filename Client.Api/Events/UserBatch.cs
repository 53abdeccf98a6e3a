using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;

namespace Personalization.Client.Api.Events;

/// <summary>The valid events of one user in one request, in the request's order.</summary>
internal sealed class UserBatch(UserId user)
{
    /// <summary>Whose they are.</summary>
    public UserId User { get; } = user;

    /// <summary>The events.</summary>
    public List<UserEvent> Events { get; } = [];

    /// <summary>The place of each in the request.</summary>
    public List<int> Indexes { get; } = [];

    /// <summary>Adds the next one.</summary>
    public void Add(int index, UserEvent valid)
    {
        Indexes.Add(index);
        Events.Add(valid);
    }
}
