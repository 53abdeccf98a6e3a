namespace Personalization.Engine.Retrieval;

/// <summary>All a user did with one item.</summary>
/// <param name="Item">The item's number.</param>
/// <param name="Weight">The sum of the events' weights; negative when the user turned away.</param>
/// <param name="LastMs">The time of the last event, Unix milliseconds.</param>
/// <param name="SessionsAgo">0 when the last event fell into the user's newest session, 1 for the one before, and so on.</param>
internal readonly record struct Interaction(int Item, float Weight, long LastMs, int SessionsAgo);
