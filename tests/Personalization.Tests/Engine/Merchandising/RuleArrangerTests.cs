using System.Collections.Immutable;
using CsCheck;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Filters;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Merchandising;

namespace Personalization.Tests.Engine.Merchandising;

/// <summary>Published rules hold on every generated list.</summary>
public sealed class RuleArrangerTests
{
    private const int Items = 60;

    private static readonly Gen<CatalogItem[]> Catalogs = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 9]).Array[Items].Select(
        kinds => kinds.Select((kind, number) => new CatalogItem
        {
            Id = ItemId.Create($"i{number}"),
            Price = number,
            Available = kind.Item2 > 0,
            Categories = [$"c{kind.Item2 % 3}"],
            Attributes = kind.Item1 == 3
                ? ImmutableDictionary<string, string>.Empty
                : ImmutableDictionary<string, string>.Empty.Add("brand", $"b{kind.Item1}"),
        }).ToArray());

    private static readonly Gen<string> Filters = Gen.OneOf(
        "brand = 'b0'", "brand = 'B1'", "brand != 'b1'", "category in 'c0'", "price >= 30",
        "price < 20 and brand = 'b2'");

    private static readonly Gen<CompiledAction> Actions = Gen.OneOf(
        Gen.Select(Gen.Int[0, Items - 1], Gen.Int[1, 30], (item, position) =>
            (CompiledAction)new PinAction($"pin{item}", ItemId.Create($"i{item}"), position)),
        Gen.Select(Gen.OneOf("brand", "category"), Gen.Int[1, 4], Gen.Int[2, 12], (field, most, window) =>
            (CompiledAction)new CapAction("cap", new FilterField(FilterSource.Candidate, field), most, window)),
        Gen.Select(Filters, Gen.Int[1, 100], (filter, percent) =>
            (CompiledAction)new ShareAction($"share {filter}", Parse(filter), percent)),
        Filters.Select(filter => (CompiledAction)new BuryAction("bury", Parse(filter))),
        Filters.Select(filter => (CompiledAction)new ExcludeAction("exclude", Parse(filter))),
        Filters.Select(filter => (CompiledAction)new IncludeAction("include", Parse(filter))));

    private static readonly Gen<(CatalogItem[] Catalog, CompiledAction[] Actions, int[] Order, int Limit)> Cases =
        Gen.Select(
            Catalogs,
            Actions.Array[0, 6],
            Gen.Shuffle(Enumerable.Range(0, Items).ToArray()),
            Gen.Int[1, 40]);

    [Fact]
    public void Every_item_is_shown_once_and_no_excluded_item_is_shown() => Cases.Sample(made =>
    {
        Arranged list = new(made.Catalog, made.Actions, made.Order, made.Limit);
        Assert.Equal(list.Ids.Distinct(), list.Ids);
        Assert.True(list.Ids.Count <= made.Limit);
        Assert.All(list.Ids, id => Assert.True(list.CanShow(id)));
    }, iter: 3_000);

    [Fact]
    public void A_pinned_item_stands_at_its_position() => Cases.Sample(made =>
    {
        Arranged list = new(made.Catalog, made.Actions, made.Order, made.Limit);
        HashSet<int> taken = [];
        HashSet<string> pinned = [];
        foreach (PinAction pin in made.Actions.OfType<PinAction>().Where(pin => list.CanShow(pin.Item.Value)))
        {
            // The pins before this one are right: each takes the first free position from its own.
            int position = pin.Position;
            while (taken.Contains(position))
            {
                position++;
            }

            if (pin.Position > made.Limit || position > made.Limit || !pinned.Add(pin.Item.Value))
            {
                continue;
            }

            _ = taken.Add(position);
            if (position <= list.Ids.Count && list.Ids.Count == made.Limit)
            {
                Assert.Equal(pin.Item.Value, list.Ids[position - 1]);
            }
            else
            {
                Assert.Contains(pin.Item.Value, list.Ids);
            }
        }
    }, iter: 3_000);

    [Fact]
    public void No_window_has_more_items_of_a_value_than_the_cap_unless_pins_break_it() => Cases.Sample(made =>
    {
        Arranged list = new(made.Catalog, made.Actions, made.Order, made.Limit);
        HashSet<string> pins = [.. made.Actions.OfType<PinAction>().Select(pin => pin.Item.Value)];
        foreach (CapAction cap in made.Actions.OfType<CapAction>())
        {
            for (int start = 0; start < list.Ids.Count; start++)
            {
                string[] window = [.. list.Ids.Skip(start).Take(cap.Window)];
                Assert.All(
                    window.GroupBy(id => cap.ValueOf(list.Find(id))).Where(same => same.Key is not null),
                    same => Assert.True(same.Count() <= cap.Most || pins.IsSupersetOf(same) || !list.IsFull,
                        $"{cap}: {string.Join(' ', list.Ids)}"));
            }
        }
    }, iter: 3_000);

    [Fact]
    public void A_share_is_reached_when_there_are_items_and_no_other_rule_stands_against_it() => Cases.Sample(made =>
    {
        CompiledAction[] actions = [.. made.Actions.Where(action => action is not (PinAction or CapAction))];
        Arranged list = new(made.Catalog, actions, made.Order, made.Limit);
        ShareAction[] shares = [.. actions.OfType<ShareAction>()];
        foreach (ShareAction share in shares)
        {
            int wanted = (int)Math.Floor(list.Ids.Count * share.Percent / 100);
            int available = made.Catalog.Count(item => list.CanShow(item.Id.Value) && share.Filter.Allows(item));
            int shown = list.Ids.Count(id => share.Filter.Allows(list.Find(id)));
            if (shares.Length == 1)
            {
                Assert.True(shown >= Math.Min(wanted, available), $"{share}: {shown} of {wanted}, {available} exist");
            }
        }
    }, iter: 3_000);

    [Fact]
    public void Disjoint_shares_of_100_percent_are_reached_after_every_position() => Gen.Select(
        Catalogs, Gen.Int[0, 100], Gen.Int[0, 100], Gen.Shuffle(Enumerable.Range(0, Items).ToArray())).Sample(
        (catalog, first, second, order) =>
        {
            CompiledAction[] actions =
            [
                new ShareAction("a", Parse("price < 20"), first),
                new ShareAction("b", Parse("price >= 40"), Math.Min(second, 100 - first)),
            ];
            CatalogItem[] all = [.. catalog.Select(item => item with { Available = true })];
            Arranged list = new(all, actions, order, 15);
            Assert.Equal(15, list.Ids.Count);
            foreach (ShareAction share in actions.Cast<ShareAction>())
            {
                for (int length = 1; length <= 15; length++)
                {
                    Assert.True(
                        list.Ids.Take(length).Count(id => share.Filter.Allows(list.Find(id)))
                            >= Math.Floor(length * share.Percent / 100),
                        $"{share.Percent} percent after {length}: {string.Join(' ', list.Ids)}");
                }
            }
        }, iter: 2_000);

    [Fact]
    public void Buried_items_follow_after_all_others() => Cases.Sample(made =>
    {
        CompiledAction[] actions = [.. made.Actions.Where(action => action is BuryAction or ExcludeAction)];
        Arranged list = new(made.Catalog, actions, made.Order, made.Limit);
        bool[] buried =
        [
            .. list.Ids.Select(id => actions.OfType<BuryAction>().Any(bury => bury.Filter.Allows(list.Find(id)))),
        ];
        Assert.Equal(buried.Order(), buried);
    }, iter: 2_000);

    [Fact]
    public void Without_rules_a_list_keeps_its_order() => Cases.Sample(made =>
    {
        Arranged list = new(made.Catalog, [], made.Order, made.Limit);
        Assert.Equal(
            made.Order.Select(number => $"i{number}").Where(list.CanShow).Take(made.Limit), list.Ids);
    }, iter: 500);

    [Fact]
    public void A_moved_item_names_its_rule()
    {
        CatalogItem[] catalog = [.. Enumerable.Range(0, Items).Select(number => new CatalogItem
        {
            Id = ItemId.Create($"i{number}"),
            Price = number,
        })];
        Arranged list = new(
            catalog,
            [new PinAction("pin", ItemId.Create("i50"), 1), new ShareAction("half", Parse("price >= 30"), 50)],
            [.. Enumerable.Range(0, Items)],
            6);

        Assert.Equal(["i50", "i0", "i1", "i30", "i2", "i31"], list.Ids);
        Assert.Equal(
            [
                new Reason(ReasonKind.Rule, "pin"),
                new Reason(ReasonKind.Popular, null),
                new Reason(ReasonKind.Popular, null),
                new Reason(ReasonKind.Rule, "half"),
                new Reason(ReasonKind.Popular, null),
                new Reason(ReasonKind.Rule, "half"),
            ],
            list.Items.Select(item => item.Reason));
    }

    [Fact]
    public void A_cost_of_1_is_no_loss_and_a_worse_item_first_costs()
    {
        ImmutableArray<RecommendedItem> before =
        [
            .. Enumerable.Range(0, 4).Select(rank => new RecommendedItem(
                ItemId.Create($"i{rank}"), 4 - rank, new Reason(ReasonKind.Popular, null))),
        ];

        Assert.Equal(1, RuleCost.PredictedNdcg(before, before));
        double expected = (1 + (4 / Math.Log2(3)) + (3 / 2.0) + (2 / Math.Log2(5)))
            / (4 + (3 / Math.Log2(3)) + (2 / 2.0) + (1 / Math.Log2(5)));
        ImmutableArray<RecommendedItem> after = [before[3], before[0], before[1], before[2]];
        Assert.Equal(expected, RuleCost.PredictedNdcg(before, after)!.Value, 1e-12);
        Assert.Null(RuleCost.PredictedNdcg([], before));
    }

    private static ItemFilter Parse(string text) => ItemFilter.Parse(text, out _)!;

    /// <summary>A list that was arranged by generated rules.</summary>
    private sealed class Arranged
    {
        private readonly Dictionary<string, CatalogItem> _catalog;
        private readonly RuleSet _rules;

        public Arranged(CatalogItem[] catalog, CompiledAction[] actions, int[] order, int limit)
        {
            _catalog = catalog.ToDictionary(item => item.Id.Value, StringComparer.Ordinal);
            _rules = new RuleSet(actions, new FilterBindings(), DateTimeOffset.MaxValue);
            Items = RuleArranger.Arrange(
                [
                    .. order.Select(number => $"i{number}").Where(CanShow).Select((id, rank) => new RecommendedItem(
                        ItemId.Create(id), 100 - rank, new Reason(ReasonKind.Popular, null))),
                ],
                _rules,
                item => Find(item.Value),
                item => CanShow(item.Value),
                limit);
            IsFull = Items.Length == limit;
        }

        public ImmutableArray<RecommendedItem> Items { get; }

        public bool IsFull { get; }

        public IReadOnlyList<string> Ids => [.. Items.Select(item => item.ItemId.Value)];

        public CatalogItem Find(string id) => _catalog[id];

        public bool CanShow(string id) => Find(id).Available && _rules.Allows(Find(id));
    }
}
