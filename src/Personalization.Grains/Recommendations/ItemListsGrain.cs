using System.Collections.Immutable;
using Orleans.Concurrency;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Placements;
using Personalization.Engine.Recommendations;
using Personalization.Grains.Serving;

namespace Personalization.Grains.Recommendations;

/// <inheritdoc cref="IItemListsGrain"/>
[StatelessWorker, GrainType("personalization-item-lists")]
public sealed class ItemListsGrain(ServingHolder holder, PlacementPolicies policies, IIdSource ids, TimeProvider time)
    : Grain, IItemListsGrain
{
    /// <inheritdoc/>
    public ValueTask<RecommendationList> SimilarAsync(ItemId item, int count, ItemFilter? filter) =>
        ValueTask.FromResult(
            Make(filter, (serving, gate) => ListComposer.ComposeSimilar(serving, item.Value, gate, count)));

    /// <inheritdoc/>
    public ValueTask<RecommendationList> PopularAsync(int count, ItemFilter? filter) =>
        ValueTask.FromResult(Make(filter, (serving, gate) => ListComposer.ComposePopular(serving, gate, count)));

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<CatalogItem?>> ItemsAsync(ImmutableArray<ItemId> items)
    {
        CatalogSnapshot catalog = holder.Current.Catalog;
        return ValueTask.FromResult<ImmutableArray<CatalogItem?>>([.. items.Select(item => catalog.Find(item.Value))]);
    }

    private RecommendationList Make(ItemFilter? filter, Func<ServingState, RecommendationFilter, ComposedList> compose)
    {
        ServingState serving = holder.Current;
        DateTimeOffset now = time.GetUtcNow();
        PlacementPolicy policy = policies.For(RecommendationQuery.DefaultPlacement);
        ComposedList list = compose(serving, new RecommendationFilter(serving, policy, null, filter, null, now));
        FallbackLevel level = serving.Model is null ? FallbackLevel.Static : FallbackLevel.Fresh;
        return new RecommendationList
        {
            RecommendationId = RecommendationIds.Make(ids.NextId(), 0, level),
            Items = list.Items,
            FallbackLevel = level,
            FallbackReason = serving.Model is null ? FallbackReasons.NoModel : null,
            RankedAt = now,
            ModelVersion = serving.Model?.Version,
        };
    }
}
