using System.Collections.Immutable;
using Personalization.Abstractions.Events;

namespace Personalization.Abstractions.Users;

/// <summary>Events that a user has applied, with acknowledgements for when they are durable. Immutable.</summary>
/// <param name="Acks">One acknowledgement per event, in the same order.</param>
/// <param name="AreDurable">
/// True when the acknowledgements can be given at once. Otherwise they are valid when <see cref="Ticket"/> is durable.
/// </param>
[GenerateSerializer, Immutable, Alias("Personalization.TakenEvents")]
public sealed record TakenEvents(
    [property: Id(0)] ImmutableArray<EventAck> Acks, [property: Id(1)] bool AreDurable)
{
    /// <summary>
    /// The append to wait for. Null when the events are durable, and when the object came from another process. In that
    /// case send the events again: they are duplicates then.
    /// </summary>
    [field: NonSerialized]
    public LogTicket? Ticket { get; init; }
}
