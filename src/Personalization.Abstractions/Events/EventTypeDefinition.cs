namespace Personalization.Abstractions.Events;

/// <summary>The name and weight of an event type.</summary>
/// <param name="Name">
/// The type's name as clients send it: a letter, then letters, digits, <c>-</c> or <c>_</c>; at most 64 characters.
/// </param>
/// <param name="Weight">
/// The amount one event adds to the user's preference for the item, -100 to 100; 0 adds nothing.
/// </param>
public sealed record EventTypeDefinition(string Name, double Weight);
