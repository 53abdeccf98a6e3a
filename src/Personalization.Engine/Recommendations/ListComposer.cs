using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Merchandising;
using Personalization.Engine.Placements;
using Personalization.Engine.Profiles;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Recommendations;

/// <summary>Composes a user's list.</summary>
/// <remarks>
/// The model ranks the items that the filter allows. Stated preferences raise scores, and the diversifier re-ranks.
/// Items that the model does not know follow, newest first. Equal inputs give equal lists.
/// </remarks>
public sealed class ListComposer(EventVocabulary vocabulary)
{
    /// <summary>Composes a list for a user.</summary>
    /// <param name="serving">The serving state. Its model must not be null.</param>
    /// <param name="profile">The user.</param>
    /// <param name="policy">The policy of the placement.</param>
    /// <param name="filter">The filter of allowed items.</param>
    /// <param name="limit">The most items, from 1.</param>
    /// <param name="now">The time of the request.</param>
    /// <param name="cancellationToken">Cancels the operation at the deadline. No partial list is returned.</param>
    /// <param name="sources">The candidate sources to use; null for all.</param>
    /// <param name="explained">The number of first items that must have their reason; default all. Rules that move
    /// items need all reasons.</param>
    /// <exception cref="OperationCanceledException">The deadline passed first.</exception>
    public ComposedList Compose(
        ServingState serving,
        UserProfile profile,
        PlacementPolicy policy,
        RecommendationFilter filter,
        int limit,
        DateTimeOffset now,
        CancellationToken cancellationToken,
        ImmutableArray<string>? sources = null,
        int explained = int.MaxValue)
    {
        explained = filter.Rules.Moves ? int.MaxValue : explained;
        ImmutableArray<string> stated = profile.Preferences.Categories;
        UserSignal signal = SignalOf(serving, profile, now);
        int pool = RuledLists.PoolOf(filter, limit);
        RankedItem[] ranked = RankKnown(
            serving, signal, stated, policy, filter, pool, cancellationToken, sources, explained);
        ranked = RuledLists.WithShares(ranked, serving, signal, filter, limit, sources, cancellationToken);
        ComposedList list = Assemble(ranked, serving, filter, limit, stated) with { Explained = explained };
        return serving.Model!.MomentEnd(signal, filter.RefusesSeen) is { } endMs
            && DateTimeOffset.FromUnixTimeMilliseconds(endMs) is var end
            && end < list.ValidUntil ? list with { ValidUntil = end } : list;
    }

    /// <summary>Converts a profile to the input of a model.</summary>
    public UserSignal SignalOf(ServingState serving, UserProfile profile, DateTimeOffset now) =>
        SignalBuilder.Build(profile, serving.Model!.Items, vocabulary, now);

    /// <summary>Ranks the items that the model knows.</summary>
    /// <param name="serving">The serving state. Its model must not be null.</param>
    /// <param name="signal">The events of the user.</param>
    /// <param name="stated">The categories that the user stated.</param>
    /// <param name="policy">The policy of the placement.</param>
    /// <param name="filter">The filter of allowed items.</param>
    /// <param name="limit">The most items, from 1.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <param name="sources">The candidate sources to use; null for all.</param>
    /// <param name="explained">The number of first items that get their reason; default all.</param>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    /// <remarks>It uses no mutable part of a profile, so it may run beside the user's turn.</remarks>
    public static RankedItem[] RankKnown(
        ServingState serving,
        UserSignal signal,
        ImmutableArray<string> stated,
        PlacementPolicy policy,
        RecommendationFilter filter,
        int limit,
        CancellationToken cancellationToken,
        ImmutableArray<string>? sources = null,
        int explained = int.MaxValue) => serving.Model!.Recommend(
            signal,
            filter,
            limit,
            cancellationToken,
            sources,
            new ListFinish
            {
                Reorder = ranked =>
                {
                    Lift(ranked, serving, stated, policy.StatedPreferenceBoost, filter.Rules);
                    cancellationToken.ThrowIfCancellationRequested();
                    return Diversifier.Apply(
                        ranked, item => LeadingCategory(serving.ItemOf(item)), policy.Diversity);
                },
                Explained = explained,
                NewItemShare = sources is null ? policy.NewItemShare : 0,
            });

    /// <summary>Composes a list of popular items, for no user or for a user without personalization.</summary>
    public static ComposedList ComposePopular(ServingState serving, RecommendationFilter filter, int limit) =>
        Assemble(
            serving.Model?.Popular(filter, RuledLists.PoolOf(filter, limit)) ?? [], serving, filter, limit, []);

    /// <summary>
    /// Composes a list of items that are often chosen together with an item; empty when the model does not know the
    /// item.
    /// </summary>
    public static ComposedList ComposeSimilar(
        ServingState serving, string item, RecommendationFilter filter, int limit) =>
        serving.Model?.Items.TryGet(item, out int number) == true
            ? RuledLists.Arrange(
                Translate(
                    serving.Model.Similar(number, filter, RuledLists.PoolOf(filter, limit)),
                    serving,
                    [],
                    filter.Rules).ToList(),
                serving,
                filter,
                limit)
            : ComposedList.Empty;

    /// <summary>Composes a list of items that are chosen like some items; empty when all are unknown.</summary>
    public static ComposedList ComposeSimilar(
        ServingState serving, IReadOnlyList<ItemId> items, CandidateFilter filter, int limit) =>
        NumbersOf(serving, items) is { Length: > 0 } numbers
            ? Translate(serving.Model!.Similar(numbers, filter, limit), serving, [], RuleSet.None).ToList()
            : ComposedList.Empty;

    /// <summary>
    /// Composes a list of items that are bought in one basket with any of a set of items; empty when none is.
    /// </summary>
    public static ComposedList ComposeTogether(
        ServingState serving, IReadOnlyList<ItemId> items, CandidateFilter filter, int limit) =>
        NumbersOf(serving, items) is { Length: > 0 } numbers
            ? Translate(serving.Model!.Together(numbers, filter, limit), serving, [], RuleSet.None).ToList()
            : ComposedList.Empty;

    /// <summary>Returns the popular items that a filter of item numbers allows, without the newest items.</summary>
    public static ImmutableArray<RecommendedItem> PopularAmong(
        ServingState serving, CandidateFilter filter, int limit) =>
        Translate(serving.Model?.Popular(filter, limit) ?? [], serving, [], RuleSet.None).ToList().Items;

    /// <summary>
    /// Ranks candidates for a user. Candidates that the model does not know follow in the caller's order with score 0.
    /// Unavailable and deleted candidates are left out.
    /// </summary>
    public ComposedList Rank(
        ServingState serving,
        UserProfile profile,
        ImmutableArray<ItemId> candidates,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        Translation list = new(serving);
        candidates = Shown(candidates, serving, now);
        int NumberOf(ItemId id) => serving.Model?.Items.TryGet(id.Value, out int number) == true ? number : -1;
        int[] known = [.. candidates.Select(NumberOf).Where(number => number >= 0)];
        if (known.Length > 0)
        {
            UserSignal signal = SignalBuilder.Build(profile, serving.Model!.Items, vocabulary, now);
            list.AddRange(serving.Model.Score(signal, known, cancellationToken), [], RuleSet.None);
        }

        foreach (ItemId id in candidates)
        {
            if (serving.Model?.Items.TryGet(id.Value, out _) != true)
            {
                list.Add(new RecommendedItem(id, 0, new Reason(ReasonKind.New, null)), serving.Catalog.Find(id.Value));
            }
        }

        return list.ToList();
    }

    /// <summary>Returns the candidates that are available, or that the catalog does not have.</summary>
    public static ImmutableArray<ItemId> Shown(
        ImmutableArray<ItemId> candidates, ServingState serving, DateTimeOffset now) =>
    [.. candidates.Where(id => serving.Catalog.Find(id.Value)?.CanBeShown(now) != false)];

    /// <summary>Fills a list of popular items with the newest items.</summary>
    /// <param name="popular">Items from <see cref="FallbackLists"/>.</param>
    /// <param name="serving">The present state.</param>
    /// <param name="filter">The filter of allowed items.</param>
    /// <param name="limit">The most items.</param>
    public static ComposedList FillPopular(
        ImmutableArray<RecommendedItem> popular, ServingState serving, RecommendationFilter filter, int limit)
    {
        Translation list = new(serving);
        foreach (RecommendedItem item in popular)
        {
            list.Add(item, serving.Catalog.Find(item.ItemId.Value));
        }

        list.AddNewest(filter, RuledLists.PoolOf(filter, limit), []);
        return RuledLists.Arrange(list.ToList(), serving, filter, limit);
    }

    /// <summary>Composes a list of the configured items, then the newest items.</summary>
    public static ComposedList ComposeStatic(
        ServingState serving, PlacementPolicy policy, RecommendationFilter filter, int limit)
    {
        Translation list = new(serving);
        foreach (CatalogItem item in policy.StaticItems.Select(serving.Catalog.Find)
            .OfType<CatalogItem>()
            .Where(filter.Allows)
            .Take(limit))
        {
            list.Add(new RecommendedItem(item.Id, 0, new Reason(ReasonKind.Configured, null)), item);
        }

        list.AddNewest(filter, RuledLists.PoolOf(filter, limit), policy.StaticItems);
        return RuledLists.Arrange(list.ToList(), serving, filter, limit);
    }

    private static int[] NumbersOf(ServingState serving, IReadOnlyList<ItemId> items) =>
    [
        .. items.Select(item => serving.Model?.Items.TryGet(item.Value, out int number) == true ? number : -1)
            .Where(number => number >= 0)
            .Distinct(),
    ];

    /// <summary>Raises the scores of stated categories, and changes the scores of boosted items.</summary>
    private static void Lift(
        RankedItem[] ranked, ServingState serving, ImmutableArray<string> stated, double boost, RuleSet rules)
    {
        bool lifts = !stated.IsEmpty && boost != 0;
        if (!lifts && !rules.Boosts)
        {
            return;
        }

        for (int i = 0; i < ranked.Length; i++)
        {
            CatalogItem? entry = serving.ItemOf(ranked[i].Item);
            double factor = (lifts && StatedCategory(entry, stated) is not null ? 1 + boost : 1)
                * rules.BoostOf(entry).Factor;
            float score = ranked[i].Score;
            ranked[i] = ranked[i] with { Score = (float)(score >= 0 ? score * factor : score / factor) };
        }

        Array.Sort(ranked, static (a, b) => b.Score != a.Score ? b.Score.CompareTo(a.Score) : a.Item.CompareTo(b.Item));
    }

    private static ComposedList Assemble(
        RankedItem[] ranked,
        ServingState serving,
        RecommendationFilter filter,
        int limit,
        ImmutableArray<string> stated)
    {
        Translation list = Translate(ranked, serving, stated, filter.Rules);
        list.AddNewest(filter, RuledLists.PoolOf(filter, limit), []);
        return RuledLists.Arrange(list.ToList(), serving, filter, limit);
    }

    private static Translation Translate(
        RankedItem[] ranked, ServingState serving, ImmutableArray<string> stated, RuleSet rules)
    {
        Translation list = new(serving);
        list.AddRange(ranked, stated, rules);
        return list;
    }

    private static string? LeadingCategory(CatalogItem? item) => item?.Categories is [var first, ..] ? first : null;

    private static string? StatedCategory(CatalogItem? item, ImmutableArray<string> stated) =>
        item is null
        ? null
        : item.Categories.FirstOrDefault(category => stated.Contains(category, StringComparer.OrdinalIgnoreCase));

    /// <summary>Collects recommended items, and the earliest end of their validity.</summary>
    private sealed class Translation(ServingState serving)
    {
        private readonly ImmutableArray<RecommendedItem>.Builder _items =
            ImmutableArray.CreateBuilder<RecommendedItem>();
        private DateTimeOffset _validUntil = DateTimeOffset.MaxValue;

        public int Count => _items.Count;

        public void Add(RecommendedItem item, CatalogItem? entry)
        {
            _items.Add(item);
            _validUntil = entry?.ValidUntil < _validUntil ? entry.ValidUntil.Value : _validUntil;
        }

        public void AddRange(RankedItem[] ranked, ImmutableArray<string> stated, RuleSet rules)
        {
            foreach (RankedItem item in ranked)
            {
                CatalogItem? entry = serving.ItemOf(item.Item);
                string id = serving.Model!.Items[item.Item];
                Add(
                    new RecommendedItem(
                        entry?.Id ?? ItemId.Create(id),
                        item.Score,
                        rules.Boosts && rules.BoostOf(entry).Rule is { } rule
                            ? new Reason(ReasonKind.Rule, rule)
                            : Explain(item, entry, stated)),
                    entry);
            }
        }

        public void AddNewest(RecommendationFilter filter, int limit, IReadOnlyList<string> besides)
        {
            // The list may already contain some of them, ranked by their content or by counts.
            HashSet<string> listed = Count < limit && (serving.Model is null || serving.Model.Items.AddedIds.Length > 0)
                ? [.. _items.Select(item => item.ItemId.Value)]
                : [];
            foreach (CatalogItem item in Count < limit ? serving.NewItems : [])
            {
                if (Count >= limit)
                {
                    return;
                }

                if (filter.Allows(item) && !besides.Contains(item.Id.Value) && !listed.Contains(item.Id.Value))
                {
                    Add(new RecommendedItem(item.Id, 0, new Reason(ReasonKind.New, null)), item);
                }
            }
        }

        public ComposedList ToList() => new(_items.ToImmutable(), _validUntil);

        private Reason Explain(RankedItem item, CatalogItem? entry, ImmutableArray<string> stated) =>
            item.Reason == ReasonKind.Popular && StatedCategory(entry, stated) is { } category
                ? new Reason(ReasonKind.PopularInCategory, category)
                : new Reason(item.Reason, item.Evidence >= 0 ? serving.Model!.Items[item.Evidence] : null);
    }
}
