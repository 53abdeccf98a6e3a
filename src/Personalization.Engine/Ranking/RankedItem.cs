using Personalization.Abstractions.Recommendations;

namespace Personalization.Engine.Ranking;

/// <summary>An item with its blended score and what carried most of it.</summary>
/// <param name="Item">The item's number in the model's index.</param>
/// <param name="Score">The blended score; higher is better.</param>
/// <param name="Reason">The source that added most.</param>
/// <param name="Evidence">The number of the user's item that made that source speak; -1 when there is none.</param>
public readonly record struct RankedItem(int Item, float Score, ReasonKind Reason, int Evidence);
