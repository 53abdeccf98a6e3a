using System.Collections.Immutable;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Engine.Recommendations;

/// <summary>A list that is ready to be served. Immutable.</summary>
/// <param name="Items">The items, best first, each once.</param>
/// <param name="ValidUntil">
/// The earliest end of an item's validity or of the user's visit, UTC. The list must not be served from then on. The
/// visit ends when the session gap has passed, because the first list of the next visit can have another blend.
/// </param>
public sealed record ComposedList(ImmutableArray<RecommendedItem> Items, DateTimeOffset ValidUntil)
{
    /// <summary>A list without items.</summary>
    public static ComposedList Empty { get; } = new([], DateTimeOffset.MaxValue);

    /// <summary>
    /// The number of first items with their full reason; default all. The items after them have a preliminary reason.
    /// </summary>
    public int Explained { get; init; } = int.MaxValue;
}
