using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Filters;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Pages;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Browsing;
using Personalization.Engine.Pages;
using Personalization.Engine.Profiles;
using Personalization.Engine.Recommendations;
using Personalization.Grains.Serving;

namespace Personalization.Grains.Recommendations;

/// <inheritdoc cref="IItemListsGrain"/>
[StatelessWorker, GrainType("personalization-item-lists")]
public sealed class ItemListsGrain(
    ServingHolder holder,
    PlacementPolicies policies,
    IOptions<ProfileOptions> profiles,
    EventVocabulary vocabulary,
    IIdSource ids,
    TimeProvider time) : Grain, IItemListsGrain
{
    /// <inheritdoc/>
    public ValueTask<RecommendationList> SimilarAsync(ItemId item, int count, ItemFilter? filter)
    {
        RecommendationList list = Make(BindTo(item, filter), (serving, gate) => serving.Model is not null
            ? (ListComposer.ComposeSimilar(serving, item.Value, gate, count), FallbackLevel.Fresh)
            : SimilarWithoutModel(serving, item, gate, count));
        return list is { Items.IsEmpty: true, FallbackReason: null }
            ? AroundAsync(new SimilarQuery { Items = [item], Count = count, Filter = filter })
            : ValueTask.FromResult(list);
    }

    /// <inheritdoc/>
    public ValueTask<RecommendationList> AroundAsync(SimilarQuery query)
    {
        ServingState serving = holder.Current;
        DateTimeOffset now = time.GetUtcNow();
        RowQuery row = new()
        {
            Id = "similar",
            Source = query.BoughtTogether ? RowSource.BoughtTogether : RowSource.Similar,
            Count = query.Count,
            Items = query.Items,
            Exclude = query.Exclude,
        };
        ItemFilter? filter = BindTo(query.Items[0], query.Filter);
        PageState state = new(
            serving, holder.Fallback, holder.Rows, new UserProfile(profiles.Value, vocabulary), policies.For,
            (_, _) => GateOf(serving, filter, now), now);
        ComposedRow composed = PageComposer.Compose(
            state,
            new PageQuery { Rows = [row] },
            (_, _) => throw new NotSupportedException(),
            CancellationToken.None)[0];
        string? damaged = holder.UnreadableLive is null ? null : FallbackReasons.ModelDamaged;
        return ValueTask.FromResult(new RecommendationList
        {
            RecommendationId = RecommendationIds.Make(ids.NextId(), 0, composed.Level),
            Items = composed.Items,
            FallbackLevel = composed.Level,
            FallbackReason = damaged ?? composed.Reason,
            RankedAt = now,
            ModelVersion = serving.Model?.Version,
        });
    }

    /// <inheritdoc/>
    public ValueTask<RecommendationList> PopularAsync(int count, ItemFilter? filter) =>
        ValueTask.FromResult(Make(filter, (serving, gate) => serving.Model is not null
            ? (ListComposer.ComposePopular(serving, gate, count), FallbackLevel.Fresh)
            : Fill(holder.Fallback.Popular(gate, RuledLists.PoolOf(gate, count)), serving, gate, count)));

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<CatalogItem?>> ItemsAsync(ImmutableArray<ItemId> items)
    {
        CatalogSnapshot catalog = holder.Current.Catalog;
        return ValueTask.FromResult<ImmutableArray<CatalogItem?>>([.. items.Select(item => catalog.Find(item.Value))]);
    }

    /// <inheritdoc/>
    public ValueTask<ItemPage> BrowseAsync(ItemBrowseQuery query) =>
        ValueTask.FromResult(ItemBrowser.Find(holder.Current.Catalog, query));

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<string>> AttributeNamesAsync() =>
        ValueTask.FromResult<ImmutableArray<string>>([.. holder.Current.Catalog.AttributeNames]);

    /// <summary>Gives the references of a filter the values of the current item.</summary>
    private ItemFilter? BindTo(ItemId item, ItemFilter? filter) =>
        filter?.Bind(new FilterBindings { Item = holder.Current.Catalog.Find(item.Value) });

    /// <summary>Popular items of the item's leading category.</summary>
    private (ComposedList List, FallbackLevel Level) SimilarWithoutModel(
        ServingState serving, ItemId item, RecommendationFilter gate, int count)
    {
        if (serving.Catalog.Find(item.Value)?.Categories is not [var category, ..])
        {
            return (ComposedList.Empty, FallbackLevel.Static);
        }

        ImmutableArray<RecommendedItem> others =
        [
            .. holder.Fallback.InCategory(category, gate, RuledLists.PoolOf(gate, count) + 1)
                .Where(other => other.ItemId != item),
        ];
        return (
            RuledLists.Arrange(new ComposedList(others, DateTimeOffset.MaxValue), serving, gate, count),
            LevelOf(others));
    }

    private static (ComposedList List, FallbackLevel Level) Fill(
        ImmutableArray<RecommendedItem> popular, ServingState serving, RecommendationFilter gate, int count) =>
        (ListComposer.FillPopular(popular, serving, gate, count), LevelOf(popular));

    private static FallbackLevel LevelOf(ImmutableArray<RecommendedItem> popular) =>
        popular.IsEmpty ? FallbackLevel.Static : FallbackLevel.Popular;

    private RecommendationFilter GateOf(ServingState serving, ItemFilter? filter, DateTimeOffset now) => new(
        serving,
        policies.For(RecommendationQuery.DefaultPlacement),
        null,
        filter,
        null,
        now,
        policies.Rules.For(RecommendationQuery.DefaultPlacement).At(now, new FilterBindings()));

    private RecommendationList Make(
        ItemFilter? filter, Func<ServingState, RecommendationFilter, (ComposedList, FallbackLevel)> compose)
    {
        ServingState serving = holder.Current;
        DateTimeOffset now = time.GetUtcNow();
        (ComposedList list, FallbackLevel level) = compose(serving, GateOf(serving, filter, now));
        string? reason = holder.UnreadableLive is not null ? FallbackReasons.ModelDamaged
            : serving.Model is null ? FallbackReasons.NoModel
            : null;
        level = reason is not null && level == FallbackLevel.Fresh ? FallbackLevel.Popular : level;
        return new RecommendationList
        {
            RecommendationId = RecommendationIds.Make(ids.NextId(), 0, level),
            Items = list.Items,
            FallbackLevel = level,
            FallbackReason = reason,
            RankedAt = now,
            ModelVersion = serving.Model?.Version,
        };
    }
}
