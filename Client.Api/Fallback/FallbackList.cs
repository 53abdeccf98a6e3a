using System.Collections.Immutable;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Client.Api.Fallback;

/// <summary>The API's own copy of the popular list. Immutable; replaced whole.</summary>
/// <param name="Source">The list as the engine gave it.</param>
/// <param name="Items">Its items with their facts.</param>
internal sealed record FallbackList(RecommendationList Source, ImmutableArray<FallbackItem> Items);
