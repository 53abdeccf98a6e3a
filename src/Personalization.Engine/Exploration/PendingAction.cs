namespace Personalization.Engine.Exploration;

/// <summary>A draw whose reward may still come.</summary>
/// <param name="List">The list's id.</param>
/// <param name="Item">The item's id.</param>
/// <param name="Features">What it was drawn with.</param>
public sealed record PendingAction(string List, string Item, double[] Features);
