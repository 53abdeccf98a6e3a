namespace Personalization.Abstractions.Events;

/// <summary>The answer for one event that was valid.</summary>
/// <param name="Status"><see cref="EventStatus.Accepted"/> or <see cref="EventStatus.Duplicate"/>.</param>
/// <param name="ProfileVersion">The profile's version that contains the event: give it as <c>minVersion</c> to read your own write.</param>
[GenerateSerializer, Immutable, Alias("Personalization.EventAck")]
public readonly record struct EventAck([property: Id(0)] EventStatus Status, [property: Id(1)] long ProfileVersion);
