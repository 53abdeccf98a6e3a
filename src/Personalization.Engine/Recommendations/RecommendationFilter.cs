using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Placements;
using Personalization.Engine.Profiles;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Recommendations;

/// <summary>
/// The filter of one request: availability, the client's filter, the policy for seen items, and the items that the
/// scroll has shown.
/// </summary>
public sealed class RecommendationFilter : CandidateFilter
{
    private readonly ServingState _serving;
    private readonly PlacementPolicy _policy;
    private readonly ItemFilter? _filter;
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
    public RecommendationFilter(
        ServingState serving,
        PlacementPolicy policy,
        UserProfile? profile,
        ItemFilter? filter,
        ScrollCursor? cursor,
        DateTimeOffset now)
    {
        _serving = serving;
        _policy = policy;
        _profile = profile;
        _filter = filter;
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

    /// <inheritdoc/>
    public override bool Allows(int item)
    {
        if (_excluded.Contains(item))
        {
            return false;
        }

        return AllowsEntry(_serving.ItemOf(item))
            && _cursor?.HasShown(ItemId.Create(_serving.Model!.Items[item])) != true;
    }

    /// <summary>Gets whether a catalog item that the model does not know may be on the list.</summary>
    public bool Allows(CatalogItem item) => AllowsEntry(item) && AllowsId(item.Id);

    /// <summary>Gets whether an item may be on the list, whether or not the model or the catalog knows it.</summary>
    public bool Allows(ItemId item) => AllowsEntry(_serving.Catalog.Find(item.Value)) && AllowsId(item);

    private bool AllowsId(ItemId item) =>
        _cursor?.HasShown(item) != true
        && !(_profile?.Items.TryGetValue(item.Value, out ItemState state) == true && IsBarred(state.Marks));

    private bool AllowsEntry(CatalogItem? entry) =>
        (entry is null ? _policy.UnknownItems : entry.CanBeShown(_now)) && _filter?.Allows(entry) != false;

    private bool IsBarred(ItemMarks marks) => (marks & ItemMarks.Dismissed) != 0 || _policy.SeenItems switch
    {
        SeenItems.Exclude => (marks & ItemMarks.Seen) != 0,
        SeenItems.ExcludePurchased => (marks & ItemMarks.Purchased) != 0,
        _ => false,
    };
}
