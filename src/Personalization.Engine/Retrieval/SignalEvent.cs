namespace Personalization.Engine.Retrieval;

/// <summary>An event of a user in terms of a model.</summary>
/// <param name="Item">The number of the item in the <see cref="ItemIndex"/> of the model.</param>
/// <param name="Weight">The weight of the event type; negative for a dismissal, never 0.</param>
/// <param name="TimeMs">The time of the event, Unix milliseconds.</param>
public readonly record struct SignalEvent(int Item, float Weight, long TimeMs);
