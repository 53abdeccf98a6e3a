using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Feeds;

namespace Personalization.Engine.Feeds;

/// <summary>What a feed is worth. Immutable.</summary>
/// <param name="Problems">What is not valid: never to be accepted.</param>
/// <param name="Doubts">What is valid and not plausible: a person may accept it.</param>
/// <param name="Changes">The items that change; to be put into the catalogue all at once when there is neither problem nor doubt.</param>
/// <param name="Figures">What it holds.</param>
public sealed record FeedVerdict(
    IReadOnlyList<ValidationError> Problems, IReadOnlyList<ValidationError> Doubts, ImmutableArray<CatalogItem> Changes, FeedFigures Figures)
{
    /// <summary>Whether it may go into force.</summary>
    public bool IsGood => Problems.Count == 0 && Doubts.Count == 0;
}
