using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Items;
using Personalization.Tests.Api.Edge;

namespace Personalization.Tests.Api.Items;

public sealed class ItemDetailsTests
{
    private static readonly CatalogItem Tent = new()
    {
        Id = ItemId.Create("p-1"),
        Title = "Kestrel \"tent\"",
        Categories = ["outdoor/tents"],
        Attributes = ImmutableDictionary<string, string>.Empty.Add("image", "/i/p-1.svg"),
        TypedAttributes = ImmutableDictionary<string, AttributeValue>.Empty
            .Add("rating", 4.5).Add("tags", AttributeValue.Of(["a", "b"])).Add("used", false),
        Price = 129.0m,
        AddedAt = DateTimeOffset.UnixEpoch,
    };

    private readonly FakeTimeProvider _time = new();
    private readonly CatalogLists _catalog = new(Tent, Tent with { Id = ItemId.Create("gone"), Deleted = true });
    private readonly ItemDetails _items;

    public ItemDetailsTests() => _items = new ItemDetails(new ScriptedGrains(_catalog), _time);

    [Theory]
    [InlineData("title,price", """{"title":"Kestrel \"tent\"","price":129.0}""")]
    [InlineData("attributes.image,attributes.none", """{"attributes":{"image":"/i/p-1.svg"}}""")]
    [InlineData(
        "id,attributes,validFrom",
        """{"id":"p-1","attributes":{"image":"/i/p-1.svg","rating":4.5,"tags":["a","b"],"used":false}}""")]
    [InlineData(
        "available, categories,addedAt",
        """{"available":true,"categories":["outdoor/tents"],"addedAt":"1970-01-01T00:00:00+00:00"}""")]
    public async Task The_selected_fields_are_added_to_the_items_of_a_list(string fields, string item)
    {
        ServedList list = ServedList.Of(List("p-1", "none", "gone"));
        string plain = Encoding.UTF8.GetString(list.Rendered.Items);
        ServedList shown = await _items.AddToAsync(list, Fields(fields));
        int at = plain.IndexOf("}},{", StringComparison.Ordinal) + 1;
        Assert.Equal(
            plain.Insert(at, $",\"item\":{item}"), Encoding.UTF8.GetString(shown.Rendered.Items));
        Assert.Equal(list.Rendered.Facts, shown.Rendered.Facts);
    }

    [Fact]
    public async Task Lists_of_one_request_cost_one_call_and_items_are_cached_for_a_second()
    {
        ServedList[] lists =
            [ServedList.Of(List("p-1", "none")), ServedList.Of(List("none", "p-1")), ServedList.Of(List())];
        ServedList[] shown = await _items.AddToAsync(lists, Fields("title"));
        Assert.Equal("[]", Encoding.UTF8.GetString(shown[2].Rendered.Items));
        Assert.Equal(["p-1 none"], _catalog.Calls);
        _ = await _items.AddToAsync(lists, Fields("price"));
        Assert.Single(_catalog.Calls);
        _time.Advance(ItemDetails.MaxAge);
        _ = await _items.AddToAsync(lists, Fields("price"));
        Assert.Equal(2, _catalog.Calls.Count);
    }

    [Fact]
    public async Task A_list_is_shown_without_the_fields_when_the_engine_fails()
    {
        ItemDetails items = new(new ScriptedGrains(), _time);
        ServedList list = ServedList.Of(List("p-1"));
        ServedList shown = await items.AddToAsync(list, Fields("title"));
        Assert.Equal(list.Rendered.Items, shown.Rendered.Items);
    }

    [Fact]
    public void Every_unknown_field_is_refused()
    {
        Assert.Null(FieldSelection.Parse(["titel", "url", "attributes.", "price"], out IReadOnlyList<string> problems));
        Assert.Equal(3, problems.Count);
        Assert.StartsWith(
            "'titel' is not a field of an item. Did you mean 'title'? Fields are id, title, ", problems[0],
            StringComparison.Ordinal);
        Assert.Null(FieldSelection.Parse([], out problems));
        Assert.Equal("must have 1 to 32 names but had 0.", Assert.Single(problems));
    }

    private static FieldSelection Fields(string names) =>
        FieldSelection.Parse(names.Split(',', StringSplitOptions.TrimEntries), out _)!;

    private static RecommendationList List(params string[] items) => new()
    {
        RecommendationId = "r-1",
        Items =
        [
            .. items.Select(item => new RecommendedItem(
                ItemId.Create(item), 1.5, new Reason(ReasonKind.ChosenTogether, "p-9"))),
        ],
        FallbackLevel = FallbackLevel.Fresh,
        RankedAt = DateTimeOffset.UnixEpoch,
    };

    private sealed class CatalogLists(params CatalogItem[] items) : IItemListsGrain
    {
        public List<string> Calls { get; } = [];

        public ValueTask<ImmutableArray<CatalogItem?>> ItemsAsync(ImmutableArray<ItemId> wanted)
        {
            Calls.Add(string.Join(' ', wanted));
            return ValueTask.FromResult<ImmutableArray<CatalogItem?>>(
                [.. wanted.Select(id => items.SingleOrDefault(item => item.Id == id))]);
        }

        public ValueTask<ImmutableArray<string>> AttributeNamesAsync() => throw new NotSupportedException();

        public ValueTask<ItemPage> BrowseAsync(ItemBrowseQuery query) => throw new NotSupportedException();

        public ValueTask<RecommendationList> SimilarAsync(ItemId item, int count, ItemFilter? filter) =>
            throw new NotSupportedException();

        public ValueTask<RecommendationList> AroundAsync(SimilarQuery query) => throw new NotSupportedException();

        public ValueTask<RecommendationList> PopularAsync(int count, ItemFilter? filter) =>
            throw new NotSupportedException();
    }
}
