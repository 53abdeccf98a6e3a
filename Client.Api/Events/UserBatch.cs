using System.Collections.Immutable;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;

namespace Personalization.Client.Api.Events;

/// <summary>The valid events of one user in one request, in the request's order.</summary>
internal sealed class UserBatch(UserId user)
{
    /// <summary>The user of the events.</summary>
    public UserId User { get; } = user;

    /// <summary>The events.</summary>
    public List<UserEvent> Events { get; } = [];

    /// <summary>The position of each event in the request, from 0.</summary>
    public List<int> Indexes { get; } = [];

    /// <summary>The acknowledgements; default until the events are durable.</summary>
    public ImmutableArray<EventAck> Acks { get; set; }

    /// <summary>Adds an event.</summary>
    public void Add(int index, UserEvent valid)
    {
        Indexes.Add(index);
        Events.Add(valid);
    }
}
