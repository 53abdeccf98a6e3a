namespace Personalization.Engine.Exploration;

/// <summary>An explored item of a list whose reward may still arrive.</summary>
/// <param name="List">The id of the list.</param>
/// <param name="Item">The id of the item.</param>
/// <param name="Features">The features of the item at the time of the draw.</param>
public sealed record PendingAction(string List, string Item, double[] Features);
