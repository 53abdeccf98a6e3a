namespace Personalization.Abstractions.Events;

/// <summary>What became of one event.</summary>
[GenerateSerializer, Alias("Personalization.EventStatus")]
public enum EventStatus
{
    /// <summary>Durably in the log and applied to the profile.</summary>
    Accepted = 0,

    /// <summary>An event with this id was already in the log; nothing changed.</summary>
    Duplicate = 1,

    /// <summary>Not taken; the errors say why.</summary>
    Rejected = 2,
}
