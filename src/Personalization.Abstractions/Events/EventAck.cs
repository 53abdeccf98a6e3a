namespace Personalization.Abstractions.Events;

/// <summary>The acknowledgement of one valid event.</summary>
/// <param name="Status"><see cref="EventStatus.Accepted"/> or <see cref="EventStatus.Duplicate"/>.</param>
/// <param name="ProfileVersion">
/// The profile version that contains the event. Pass it as <c>minVersion</c> to read your own write.
/// </param>
[GenerateSerializer, Immutable, Alias("Personalization.EventAck")]
public readonly record struct EventAck([property: Id(0)] EventStatus Status, [property: Id(1)] long ProfileVersion);

/// <summary>The result of sending one event.</summary>
[GenerateSerializer, Alias("Personalization.EventStatus")]
public enum EventStatus
{
    /// <summary>The event is durably in the log and part of the profile.</summary>
    Accepted = 0,

    /// <summary>The log already contained an event with this id; nothing changed.</summary>
    Duplicate = 1,

    /// <summary>The event was not accepted; the errors give the reasons.</summary>
    Rejected = 2,
}
