namespace Personalization.Engine.Exploration;

/// <summary>One position of a list.</summary>
/// <param name="Candidate">The number of the candidate there, in the order they were ranked.</param>
/// <param name="Propensity">The probability with which it got there, given the positions before: 1 where the slot is not marked.</param>
/// <param name="IsMarked">Whether it was drawn.</param>
public readonly record struct ExploredSlot(int Candidate, double Propensity, bool IsMarked);
