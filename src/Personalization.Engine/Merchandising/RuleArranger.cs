using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Engine.Merchandising;

/// <summary>Moves the items of a ranked list as rules demand: bury, share, cap, pin.</summary>
/// <remarks>
/// The list is filled position by position. A pinned position takes its item. Another position takes the best
/// remaining item that no cap refuses, and that a share demands if the share could not be reached otherwise. Caps count
/// pinned items, before and after the position. A cap that refuses all remaining items ends the list.
/// </remarks>
public sealed class RuleArranger
{
    private readonly RuleSet _rules;
    private readonly Func<ItemId, CatalogItem?> _find;
    private readonly int _limit;
    private readonly List<ArrangedItem> _waiting;
    private readonly ArrangedItem?[] _pinned;
    private readonly List<ArrangedItem> _placed = [];

    private RuleArranger(RuleSet rules, Func<ItemId, CatalogItem?> find, int limit, List<ArrangedItem> waiting)
    {
        _rules = rules;
        _find = find;
        _limit = limit;
        _waiting = waiting;
        _pinned = new ArrangedItem?[limit];
    }

    /// <summary>Arranges a list.</summary>
    /// <param name="pool">The ranked items, best first; more than the limit lets caps and shares choose.</param>
    /// <param name="rules">The actions.</param>
    /// <param name="find">Gets the catalog entry of an item; null when the catalog does not have it.</param>
    /// <param name="canPin">Gets whether a pinned item can be shown to the user now.</param>
    /// <param name="limit">The most items, from 1.</param>
    /// <param name="offset">The number of items on the pages before this list.</param>
    public static ImmutableArray<RecommendedItem> Arrange(
        ImmutableArray<RecommendedItem> pool,
        RuleSet rules,
        Func<ItemId, CatalogItem?> find,
        Func<ItemId, bool> canPin,
        int limit,
        int offset = 0)
    {
        ArgumentNullException.ThrowIfNull(rules);
        if (!rules.Moves)
        {
            return pool.Length <= limit ? pool : pool[..limit];
        }

        List<ArrangedItem> items = [.. pool.Select(item => ArrangedItem.Of(item, find(item.ItemId), rules))];
        RuleArranger arranger = new(
            rules, find, limit, [.. items.Where(item => !item.IsBuried), .. items.Where(item => item.IsBuried)]);
        arranger.Pin(canPin, offset);
        arranger.Fill();
        return [.. arranger._placed.Select(item => item.Item)];
    }

    /// <summary>Reserves positions. The second item for a position takes the next free position.</summary>
    private void Pin(Func<ItemId, bool> canPin, int offset)
    {
        HashSet<ItemId> done = [];
        foreach (PinAction pin in _rules.Pins)
        {
            int position = pin.Position - 1 - offset;
            if (position < 0 || position >= _limit || done.Contains(pin.Item) || !canPin(pin.Item))
            {
                continue;
            }

            while (position < _limit && _pinned[position] is not null)
            {
                position++;
            }

            if (position < _limit)
            {
                _ = done.Add(pin.Item);
                int at = _waiting.FindIndex(item => item.Item.ItemId == pin.Item);
                double score = at < 0 ? 0 : _waiting[at].Item.Score;
                _pinned[position] = ArrangedItem.Of(
                    new RecommendedItem(pin.Item, score, new Reason(ReasonKind.Rule, pin.Rule)),
                    _find(pin.Item),
                    _rules);
                _ = _waiting.RemoveAll(item => item.Item.ItemId == pin.Item);
            }
        }
    }

    private void Fill()
    {
        while (_placed.Count < _limit)
        {
            if (_pinned[_placed.Count] is { } pinned)
            {
                _placed.Add(pinned);
                continue;
            }

            int choice = Choose(out string? demandedBy);
            if (choice < 0)
            {
                // The list ends here. Items pinned to later positions follow directly.
                _placed.AddRange(_pinned.Skip(_placed.Count).OfType<ArrangedItem>());
                return;
            }

            ArrangedItem chosen = _waiting[choice];
            _waiting.RemoveAt(choice);
            _placed.Add(demandedBy is null || choice == 0 ? chosen : chosen.BecauseOf(demandedBy));
        }
    }

    /// <summary>Returns the index of the next item; -1 when the caps refuse all.</summary>
    private int Choose(out string? demandedBy)
    {
        foreach (int share in ShareDemand.Of(_rules.Shares, _placed, _pinned))
        {
            int demanded = _waiting.FindIndex(item => item.Counts(share) && IsWithinCaps(item));
            if (demanded >= 0)
            {
                demandedBy = _rules.Shares[share].Rule;
                return demanded;
            }
        }

        demandedBy = null;
        return _waiting.FindIndex(IsWithinCaps);
    }

    /// <summary>Gets whether an item at the next position breaks no cap in any window over that position.</summary>
    private bool IsWithinCaps(ArrangedItem item)
    {
        for (int c = 0; c < _rules.Caps.Length; c++)
        {
            if (item.CapValues[c] is { } value && Breaks(_rules.Caps[c], c, value))
            {
                return false;
            }
        }

        return true;
    }

    private bool Breaks(CapAction cap, int index, string value)
    {
        int position = _placed.Count;
        for (int start = Math.Max(0, position - cap.Window + 1); start <= position; start++)
        {
            int count = 1;
            for (int at = start; at < Math.Min(start + cap.Window, _limit); at++)
            {
                ArrangedItem? other = at < position ? _placed[at] : at > position ? _pinned[at] : null;
                count += other?.CapValues[index] == value ? 1 : 0;
            }

            if (count > cap.Most)
            {
                return true;
            }
        }

        return false;
    }
}
