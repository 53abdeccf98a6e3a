namespace Personalization.Engine.Retrieval;

/// <summary>One thing a user did, in a model's terms.</summary>
/// <param name="Item">The item's number in the model's <see cref="ItemIndex"/>.</param>
/// <param name="Weight">The event type's weight; negative for a dismissal, never 0.</param>
/// <param name="TimeMs">When, Unix milliseconds.</param>
public readonly record struct SignalEvent(int Item, float Weight, long TimeMs);
