using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Filters;
using Personalization.Engine.Merchandising;
using Personalization.Engine.Placements;
using Personalization.Engine.Profiles;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Recommendations;

/// <summary>
/// The filter of one request: availability, the client's filter, the rules, the policy for seen items, and the items
/// that the scroll has shown.
/// </summary>
public sealed class RecommendationFilter : CandidateFilter
{
    private readonly ServingState _serving;
    private readonly PlacementPolicy _policy;
    private readonly ItemFilter? _filter;
    private readonly CompiledFilter? _compiled;
    private readonly ScrollCursor? _cursor;
    private readonly DateTimeOffset _now;
    private readonly HashSet<int> _excluded = [];
    private readonly UserProfile? _profile;

    /// <summary>Creates the filter.</summary>
    /// <param name="serving">The model and catalog of the list.</param>
    /// <param name="policy">The policy of the placement.</param>
    /// <param name="profile">The user; null for a list of no user.</param>
    /// <param name="filter">The client's filter; null for none.</param>
    /// <param name="cursor">The items that the scroll has shown; null for none.</param>
    /// <param name="now">The time of the request. It decides on windows of validity.</param>
    /// <param name="rules">The merchandising rules of the list; null for none.</param>
    public RecommendationFilter(
        ServingState serving,
        PlacementPolicy policy,
        UserProfile? profile,
        ItemFilter? filter,
        ScrollCursor? cursor,
        DateTimeOffset now,
        RuleSet? rules = null)
    {
        Rules = rules ?? RuleSet.None;
        _serving = serving;
        _policy = policy;
        _profile = profile;
        _filter = filter;
        _compiled = filter is null ? null : serving.Filters.Compile(filter, serving.Catalog.Epoch);
        _cursor = cursor;
        _now = now;
        foreach ((string id, ItemState state) in profile?.Items ?? new Dictionary<string, ItemState>())
        {
            if (IsBarred(state.Marks) && serving.Model is { } model && model.Items.TryGet(id, out int number))
            {
                _ = _excluded.Add(number);
            }
        }
    }

    /// <inheritdoc/>
    public override bool RefusesSeen => _policy.SeenItems == SeenItems.Exclude;

    /// <summary>The merchandising rules of the list.</summary>
    public RuleSet Rules { get; }

    /// <summary>The number of items that the scroll has shown.</summary>
    public int Offset => _cursor?.Count ?? 0;

    /// <inheritdoc/>
    public override bool Allows(int item)
    {
        if (_excluded.Contains(item))
        {
            return false;
        }

        CatalogEntry entry = _serving.EntryOf(item);
        bool isCompiled = _compiled is not null && item < _compiled.Count && entry.ChangedAt <= _compiled.Epoch;
        return (isCompiled
                ? _compiled!.Allows(item, entry.Item) && AllowsUnfiltered(entry.Item)
                : AllowsEntry(entry.Item))
            && _cursor?.HasShown(ItemId.Create(_serving.Model!.Items[item])) != true;
    }

    /// <summary>Gets whether a catalog item that the model does not know may be on the list.</summary>
    public bool Allows(CatalogItem item) => AllowsEntry(item) && AllowsId(item.Id);

    /// <summary>Gets whether an item may be on the list, whether or not the model or the catalog knows it.</summary>
    public bool Allows(ItemId item) => AllowsEntry(_serving.Catalog.Find(item.Value)) && AllowsId(item);

    /// <summary>
    /// Gets whether a rule can pin an item: the policy for seen items does not apply, and the catalog has the item.
    /// </summary>
    public bool AllowsPin(ItemId item) =>
        _serving.Catalog.Find(item.Value) is { } entry
        && AllowsEntry(entry)
        && _cursor?.HasShown(item) != true
        && !(_profile?.Items.TryGetValue(item.Value, out ItemState state) == true
            && (state.Marks & ItemMarks.Dismissed) != 0);

    /// <summary>
    /// Gets whether an item of an earlier list may still be shown. The policy for seen items does not apply.
    /// </summary>
    public bool StillAllows(ItemId item) =>
        (_serving.Catalog.Find(item.Value) is not { } entry ? Rules.Allows(null) : AllowsEntry(entry))
        && _cursor?.HasShown(item) != true;

    private bool AllowsId(ItemId item) =>
        _cursor?.HasShown(item) != true
        && !(_profile?.Items.TryGetValue(item.Value, out ItemState state) == true && IsBarred(state.Marks));

    private bool AllowsEntry(CatalogItem? entry) => AllowsUnfiltered(entry) && _filter?.Allows(entry) != false;

    private bool AllowsUnfiltered(CatalogItem? entry) =>
        (entry is null ? _policy.UnknownItems : entry.CanBeShown(_now)) && Rules.Allows(entry);

    private bool IsBarred(ItemMarks marks) => (marks & ItemMarks.Dismissed) != 0 || _policy.SeenItems switch
    {
        SeenItems.Exclude => (marks & ItemMarks.Seen) != 0,
        SeenItems.ExcludePurchased => (marks & ItemMarks.Purchased) != 0,
        _ => false,
    };
}
