namespace Personalization.Engine.People;

/// <summary>An event of a user of the directory.</summary>
/// <param name="Item">The item's id.</param>
/// <param name="Weight">The weight of the event type, never 0.</param>
/// <param name="TimeMs">The time of the event, Unix milliseconds.</param>
/// <param name="IsPurchase">Whether the user bought the item.</param>
public readonly record struct DirectoryEvent(string Item, float Weight, long TimeMs, bool IsPurchase);
