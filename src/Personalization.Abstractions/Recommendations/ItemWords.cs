namespace Personalization.Abstractions.Recommendations;

/// <summary>What a person reads of an item on an explained list.</summary>
/// <param name="Title">The item's title; null when it has none.</param>
/// <param name="Reason">Why it is on the list, in a sentence.</param>
public readonly record struct ItemWords(string? Title, string Reason);
