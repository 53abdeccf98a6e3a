using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Placements;
using Personalization.Engine.Profiles;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Recommendations;

/// <summary>
/// Makes a user's list: the model ranks what the gate allows, stated preferences lift, variety re-ranks, and what the model does
/// not know yet follows newest first. Equal inputs give equal lists.
/// </summary>
public sealed class ListComposer(EventVocabulary vocabulary)
{
    /// <summary>Makes a list for a user.</summary>
    /// <param name="serving">Its model must not be null.</param>
    /// <param name="profile">The user.</param>
    /// <param name="policy">The placement's policy.</param>
    /// <param name="gate">Which items may be on it.</param>
    /// <param name="limit">At most so many items, from 1.</param>
    /// <param name="now">The time of asking.</param>
    /// <param name="cancellationToken">Fires at the deadline; no partial list is ever returned.</param>
    /// <param name="sources">The candidate sources asked; null for all.</param>
    /// <exception cref="OperationCanceledException">The deadline passed first.</exception>
    public ComposedList Compose(
        ServingState serving, UserProfile profile, PlacementPolicy policy, RecommendationFilter gate, int limit, DateTimeOffset now, CancellationToken cancellationToken, ImmutableArray<string>? sources = null)
    {
        ImmutableArray<string> stated = profile.Preferences.Categories;
        RankedItem[] ranked = RankKnown(serving, SignalOf(serving, profile, now), stated, policy, gate, limit, cancellationToken, sources);
        return Assemble(ranked, serving, gate, limit, stated);
    }

    /// <summary>What a model is told of a user.</summary>
    public UserSignal SignalOf(ServingState serving, UserProfile profile, DateTimeOffset now) => SignalBuilder.Build(profile, serving.Model!.Items, vocabulary, now);

    /// <summary>The items of a list that the model knows, in the list's order. It needs nothing of a profile that changes, so it may run beside the user's turn.</summary>
    /// <param name="serving">Its model must not be null.</param>
    /// <param name="signal">What is known of the user.</param>
    /// <param name="stated">The categories the user stated.</param>
    /// <param name="policy">The placement's policy.</param>
    /// <param name="gate">Which items may be on it.</param>
    /// <param name="limit">At most so many items, from 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="sources">The candidate sources asked; null for all.</param>
    /// <exception cref="OperationCanceledException">Gave up.</exception>
    public static RankedItem[] RankKnown(
        ServingState serving, UserSignal signal, ImmutableArray<string> stated, PlacementPolicy policy, RecommendationFilter gate, int limit, CancellationToken cancellationToken,
        ImmutableArray<string>? sources = null)
    {
        RankedItem[] ranked = serving.Model!.Recommend(signal, gate, limit, cancellationToken, sources);
        LiftStated(ranked, serving, stated, policy.StatedPreferenceBoost);
        cancellationToken.ThrowIfCancellationRequested();
        ranked = Diversifier.Apply(ranked, item => LeadingCategory(serving.ItemOf(item)), policy.Diversity);
        return sources is null ? serving.Model.PlaceNew(ranked, signal, gate, policy.NewItemShare) : ranked;
    }

    /// <summary>Makes the list of what is popular, for a user who wants no personalization or for nobody in particular.</summary>
    public static ComposedList ComposePopular(ServingState serving, RecommendationFilter gate, int limit) =>
        Assemble(serving.Model?.Popular(gate, limit) ?? [], serving, gate, limit, []);

    /// <summary>Makes the list of what is often chosen together with an item; empty when the model does not know it.</summary>
    public static ComposedList ComposeSimilar(ServingState serving, string item, RecommendationFilter gate, int limit) =>
        serving.Model?.Items.TryGet(item, out int number) == true
            ? Translate(serving.Model.Similar(number, gate, limit), serving, []).ToList()
            : ComposedList.Empty;

    /// <summary>Puts a caller's candidates in a user's order; those the model does not know follow in the caller's order with score 0.</summary>
    public ComposedList Rank(ServingState serving, UserProfile profile, ImmutableArray<ItemId> candidates, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Translation list = new(serving);
        int[] known = [.. candidates.Select(id => serving.Model is { } model && model.Items.TryGet(id.Value, out int number) ? number : -1).Where(number => number >= 0)];
        if (known.Length > 0)
        {
            UserSignal signal = SignalBuilder.Build(profile, serving.Model!.Items, vocabulary, now);
            list.AddRange(serving.Model.Score(signal, known, cancellationToken), []);
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

    /// <summary>Puts a fallback list into the contract's terms.</summary>
    /// <param name="ranked">From <see cref="FallbackLists"/>.</param>
    /// <param name="serving">The state that list was made from.</param>
    /// <param name="category">The category it is of; null for all.</param>
    public static ComposedList ComposeFallback(RankedItem[] ranked, ServingState serving, string? category) =>
        Translate(ranked, serving, category is null ? [] : [category]).ToList();

    /// <summary>Puts a configured list, then the newest items, into the contract's terms.</summary>
    public static ComposedList ComposeStatic(ServingState serving, PlacementPolicy policy, RecommendationFilter gate, int limit)
    {
        Translation list = new(serving);
        foreach (CatalogItem item in policy.StaticItems.Select(serving.Catalog.Find).OfType<CatalogItem>().Where(gate.Allows).Take(limit))
        {
            list.Add(new RecommendedItem(item.Id, 0, new Reason(ReasonKind.Configured, null)), item);
        }

        list.AddNewest(gate, limit, policy.StaticItems);
        return list.ToList();
    }

    private static void LiftStated(RankedItem[] ranked, ServingState serving, ImmutableArray<string> stated, double boost)
    {
        if (stated.IsEmpty || boost == 0)
        {
            return;
        }

        for (int i = 0; i < ranked.Length; i++)
        {
            if (StatedCategory(serving.ItemOf(ranked[i].Item), stated) is not null)
            {
                ranked[i] = ranked[i] with { Score = (float)(ranked[i].Score * (1 + boost)) };
            }
        }

        Array.Sort(ranked, static (a, b) => b.Score != a.Score ? b.Score.CompareTo(a.Score) : a.Item.CompareTo(b.Item));
    }

    private static ComposedList Assemble(RankedItem[] ranked, ServingState serving, RecommendationFilter gate, int limit, ImmutableArray<string> stated)
    {
        Translation list = Translate(ranked, serving, stated);
        list.AddNewest(gate, limit, []);
        return list.ToList();
    }

    private static Translation Translate(RankedItem[] ranked, ServingState serving, ImmutableArray<string> stated)
    {
        Translation list = new(serving);
        list.AddRange(ranked, stated);
        return list;
    }

    private static string? LeadingCategory(CatalogItem? item) => item?.Categories is [var first, ..] ? first : null;

    private static string? StatedCategory(CatalogItem? item, ImmutableArray<string> stated) =>
        item is null ? null : item.Categories.FirstOrDefault(category => stated.Contains(category, StringComparer.OrdinalIgnoreCase));

    /// <summary>Collects items in the contract's terms, and the earliest end of their windows.</summary>
    private sealed class Translation(ServingState serving)
    {
        private readonly ImmutableArray<RecommendedItem>.Builder _items = ImmutableArray.CreateBuilder<RecommendedItem>();
        private DateTimeOffset _validUntil = DateTimeOffset.MaxValue;

        public int Count => _items.Count;

        public void Add(RecommendedItem item, CatalogItem? entry)
        {
            _items.Add(item);
            _validUntil = entry?.ValidUntil < _validUntil ? entry.ValidUntil.Value : _validUntil;
        }

        public void AddRange(RankedItem[] ranked, ImmutableArray<string> stated)
        {
            foreach (RankedItem item in ranked)
            {
                CatalogItem? entry = serving.ItemOf(item.Item);
                string id = serving.Model!.Items[item.Item];
                Add(new RecommendedItem(entry?.Id ?? ItemId.Create(id), item.Score, Explain(item, entry, stated)), entry);
            }
        }

        public void AddNewest(RecommendationFilter gate, int limit, IReadOnlyList<string> besides)
        {
            // some of them may be on the list already, by their content
            HashSet<string> listed = serving.Model?.Items.AddedIds.Length > 0 ? [.. _items.Select(item => item.ItemId.Value)] : [];
            foreach (CatalogItem item in Count < limit ? serving.NewItems : [])
            {
                if (Count >= limit)
                {
                    return;
                }

                if (gate.Allows(item) && !besides.Contains(item.Id.Value) && !listed.Contains(item.Id.Value))
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
