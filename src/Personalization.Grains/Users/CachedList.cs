using System.Collections.Immutable;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Merchandising;
using Personalization.Engine.Recommendations;

namespace Personalization.Grains.Users;

/// <summary>A cached list for one placement, filter and context, with the state it was made from.</summary>
/// <remarks>
/// It refers to the model by name only, so that lists keep no unused model in memory. The activation writes. Any thread
/// may read and check: a check that another thread has made again replaces an equal one.
/// </remarks>
internal sealed class CachedList(
    ListKey key, ComposedList list, ServingState serving, ListArms arms,
    ImmutableArray<ExploredAction> draws, long profileVersion, DateTimeOffset rankedAt, int limit, RuleBoard rules)
{
    private readonly object _model = serving.ModelIdentity;
    private volatile ComposedList _list = list;
    private volatile CheckedState _checked = new(serving.Identity, serving.Catalog.Epoch);
    private volatile RuleBoard _rules = rules;
    private volatile FirstPage? _firstPage;

    public ComposedList List => _list;

    public DateTimeOffset RankedAt => rankedAt;

    public long ProfileVersion => profileVersion;

    /// <summary>The arms that the list was made with.</summary>
    public ListArms Arms => arms;

    /// <summary>The items drawn for the explored slots of the list.</summary>
    public ImmutableArray<ExploredAction> Draws => draws;

    public string? ModelVersion { get; } = serving.Model?.Version;

    /// <summary>Whether the first items have their full reasons.</summary>
    public bool IsExplained(int count) => _list.Explained >= Math.Min(count, _list.Items.Length);

    /// <summary>Replaces the reasons of the items that another ranking of the same list explains.</summary>
    public void Explain(ComposedList explained)
    {
        Dictionary<ItemId, Reason> reasons = explained.Items.ToDictionary(item => item.ItemId, item => item.Reason);
        _list = _list with
        {
            Items =
            [
                .. _list.Items.Select(item => reasons.TryGetValue(item.ItemId, out Reason reason)
                    ? item with { Reason = reason }
                    : item),
            ],
            Explained = int.MaxValue,
        };
    }

    /// <summary>Whether the list contains every available item, so that its end is the end of the scroll.</summary>
    public bool IsWhole => _list.Items.Length < limit;

    /// <summary>The most items that the list could have.</summary>
    public int Limit => limit;

    /// <summary>The parts of a query that select the list.</summary>
    public ListKey Key => key;

    public string Placement => key.Placement;

    /// <summary>
    /// Whether the list is valid: profile and model are the same, and no change of the catalog concerns the list.
    /// </summary>
    public bool IsCurrent(ServingState presentServing, long presentVersion, DateTimeOffset now, TimeSpan maxAge) =>
        profileVersion == presentVersion
        && now - rankedAt < maxAge
        && now < _list.ValidUntil
        && (ReferenceEquals(_checked.Serving, presentServing.Identity) || IsUntouched(presentServing));

    /// <summary>Whether the rules and the policy of the placement are those that the list was made with.</summary>
    public bool HasRules(RuleBoard present) => ReferenceEquals(_rules, present) || IsUntouched(present);

    private bool IsUntouched(RuleBoard present)
    {
        if (!ReferenceEquals(_rules.For(Placement), present.For(Placement)))
        {
            return false;
        }

        _rules = present;
        return true;
    }

    /// <summary>
    /// Whether the changes of the catalog since the last check leave the list as it is. An added item outdates only a
    /// list of all allowed items; other lists take it up when they are ranked again.
    /// </summary>
    private bool IsUntouched(ServingState present)
    {
        long epoch = _checked.Epoch;
        if (!ReferenceEquals(_model, present.ModelIdentity) || (IsWhole && present.Catalog.GainedAt > epoch))
        {
            return false;
        }

        foreach (RecommendedItem item in _list.Items)
        {
            if (present.ChangedAt(item.ItemId.Value) > epoch)
            {
                return false;
            }
        }

        _checked = new CheckedState(present.Identity, present.Catalog.Epoch);
        return true;
    }

    /// <summary>Whether a page of a length shows explored slots.</summary>
    public bool Explores(int shown) => !draws.IsEmpty && draws[0].Position < shown;

    /// <summary>Returns the first page of a length if it was made before; null otherwise.</summary>
    public FirstPage? FindFirstPage(int count) =>
        _firstPage is { } page && page.Items.Length == Math.Min(count, _list.Items.Length) ? page : null;

    /// <summary>Returns the first page of a length; cached, because it is requested often.</summary>
    public FirstPage FirstPageOf(int count) => FindFirstPage(count) ?? (_firstPage = MakeFirstPage(count));

    private FirstPage MakeFirstPage(int count)
    {
        ImmutableArray<RecommendedItem> items = _list.Items[..Math.Min(count, _list.Items.Length)];
        return new FirstPage(
            items,
            _list.Items.Length > count || !IsWhole
                ? ScrollCursor.After(null, items.Select(item => item.ItemId))
                : null,
            new ListRendering());
    }

    /// <summary>The state of the silo at the latest check of the list.</summary>
    /// <param name="Serving">The identity of the serving state.</param>
    /// <param name="Epoch">The epoch of its catalog.</param>
    private sealed record CheckedState(object Serving, long Epoch);
}

/// <summary>The first page of a cached list. Immutable.</summary>
/// <param name="Items">The items.</param>
/// <param name="Next">The cursor of the next page; null at the end.</param>
/// <param name="Rendering">The rendering of the page, made when it is first served.</param>
internal sealed record FirstPage(
    ImmutableArray<RecommendedItem> Items, ScrollCursor? Next, ListRendering Rendering);
