using Personalization.Abstractions.Recommendations;

namespace Personalization.Engine.Ranking;

/// <summary>An item of a ranked list with its score and its reason.</summary>
/// <param name="Item">The number of the item in the index of the model.</param>
/// <param name="Score">The score; higher is better. Comparable only within one list.</param>
/// <param name="Reason">The reason, by the source that contributed most.</param>
/// <param name="Evidence">The number of the user's item that is the evidence of that source; -1 for none.</param>
public readonly record struct RankedItem(int Item, float Score, ReasonKind Reason, int Evidence);
