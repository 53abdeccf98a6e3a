using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Events;

namespace Personalization.Abstractions.Feeds;

/// <summary>One element of a feed as it came in.</summary>
/// <param name="Path">Where it stands: <c>page 3 $.items[17]</c>.</param>
/// <param name="Item">What could be read of it; null when it is not even an object.</param>
/// <param name="Errors">Everything that could not be read.</param>
public readonly record struct FeedElement(string Path, RawItem? Item, IReadOnlyList<ValidationError> Errors);
