namespace Personalization.Engine.Exploration;

/// <summary>One position of a list after exploration.</summary>
/// <param name="Candidate">The index of the candidate in the ranked order.</param>
/// <param name="Propensity">The probability of the candidate at this position, given the positions before; 1 if the
/// position does not explore.</param>
/// <param name="IsMarked">True if the position explores and the candidate was drawn.</param>
public readonly record struct ExploredSlot(int Candidate, double Propensity, bool IsMarked);

/// <summary>An explored item of a list whose reward may still arrive.</summary>
/// <param name="List">The id of the list.</param>
/// <param name="Item">The id of the item.</param>
/// <param name="Features">The features of the item at the time of the draw.</param>
/// <param name="User">The hash of the user's key; 0 in a state from a version that did not store it.</param>
public sealed record PendingAction(string List, string Item, double[] Features, ulong User = 0);
