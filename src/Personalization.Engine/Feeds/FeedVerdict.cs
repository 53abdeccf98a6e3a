using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Feeds;

namespace Personalization.Engine.Feeds;

/// <summary>The result of a feed check. Immutable.</summary>
/// <param name="Problems">The invalid parts. Nobody can accept them.</param>
/// <param name="Doubts">The valid but implausible parts. A person may accept them.</param>
/// <param name="Changes">The items that change. They are applied together when there is neither problem nor
/// doubt.</param>
/// <param name="Figures">The figures of the feed.</param>
public sealed record FeedVerdict(
    IReadOnlyList<ValidationError> Problems,
    IReadOnlyList<ValidationError> Doubts,
    ImmutableArray<CatalogItem> Changes,
    FeedFigures Figures)
{
    /// <summary>True if the changes may be applied.</summary>
    public bool IsGood => Problems.Count == 0 && Doubts.Count == 0;
}
