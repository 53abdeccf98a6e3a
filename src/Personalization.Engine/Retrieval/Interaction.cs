namespace Personalization.Engine.Retrieval;

/// <summary>The events of a user on one item, summed.</summary>
/// <param name="Item">The item's number.</param>
/// <param name="Weight">The sum of the event weights; negative for a disliked item.</param>
/// <param name="LastMs">The time of the last event, Unix milliseconds.</param>
/// <param name="SessionsAgo">The session of the last event: 0 for the user's newest session, 1 for the session before,
/// and so on.</param>
internal readonly record struct Interaction(int Item, float Weight, long LastMs, int SessionsAgo);
