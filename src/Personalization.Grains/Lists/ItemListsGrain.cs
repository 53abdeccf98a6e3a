using Orleans.Concurrency;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Lists;
using Personalization.Engine.Composition;
using Personalization.Grains.Serving;
using Personalization.Grains.Users;

namespace Personalization.Grains.Lists;

/// <inheritdoc cref="IItemListsGrain"/>
[StatelessWorker, GrainType("personalization-item-lists")]
public sealed class ItemListsGrain(ServingHolder holder, PlacementPolicies policies, IIdSource ids, TimeProvider time) : Grain, IItemListsGrain
{
    /// <inheritdoc/>
    public ValueTask<RecommendationList> SimilarAsync(ItemId item, int count, ItemFilter? filter) =>
        ValueTask.FromResult(Make(filter, (serving, gate) => ListComposer.ComposeSimilar(serving, item.Value, gate, count)));

    /// <inheritdoc/>
    public ValueTask<RecommendationList> PopularAsync(int count, ItemFilter? filter) =>
        ValueTask.FromResult(Make(filter, (serving, gate) => ListComposer.ComposePopular(serving, gate, count)));

    private RecommendationList Make(ItemFilter? filter, Func<ServingState, ListGate, ComposedList> compose)
    {
        ServingState serving = holder.Current;
        DateTimeOffset now = time.GetUtcNow();
        PlacementPolicy policy = policies.For(RecommendationQuery.DefaultPlacement);
        ComposedList list = compose(serving, new ListGate(serving, policy, null, filter, null, now));
        return new RecommendationList
        {
            RecommendationId = ids.NextId(),
            Items = list.Items,
            Rung = serving.Model is null ? Rung.Static : Rung.Fresh,
            RungReason = serving.Model is null ? RungReasons.NoModel : null,
            RankedAt = now,
            ModelVersion = serving.Model?.Version,
        };
    }
}
