namespace Personalization.Abstractions.Events;

/// <summary>What an event type means to a profile.</summary>
/// <param name="Name">The type's name as clients send it: a letter, then letters, digits, <c>-</c> or <c>_</c>; at most 64 characters.</param>
/// <param name="Weight">How much one event adds to the preference for its item, -100 to 100; 0 leaves the preference alone.</param>
public sealed record EventTypeDefinition(string Name, double Weight);
