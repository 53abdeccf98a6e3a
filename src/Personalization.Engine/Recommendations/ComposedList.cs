using System.Collections.Immutable;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Engine.Recommendations;

/// <summary>A list ready to be served. Immutable.</summary>
/// <param name="Items">Best first, without repeats.</param>
/// <param name="ValidUntil">When the first of its items ends its window of validity, UTC; the list must not be served from then on.</param>
public sealed record ComposedList(ImmutableArray<RecommendedItem> Items, DateTimeOffset ValidUntil)
{
    /// <summary>A list of no items.</summary>
    public static ComposedList Empty { get; } = new([], DateTimeOffset.MaxValue);
}
