using Personalization.Abstractions.Feeds;
using Personalization.Storage.HttpFeeds;

namespace Personalization.IntegrationTests.Storage.Feeds;

public sealed class PageCollectorTests
{
    private static readonly FeedOptions Options =
        new() { Url = new Uri("https://shop.example/api/feed?full=1"), MaxPages = 3, MaxItems = 2, MaxBytes = 2_000 };

    [Theory]
    [InlineData("?page=2", null, "https://shop.example/api/feed?page=2")]
    [InlineData("/x", null, "https://shop.example/x")]
    [InlineData("https://shop.example/y", "ignored", "https://shop.example/y")]
    [InlineData(null, "a b&c", "https://shop.example/api/feed?full=1&cursor=a%20b%26c")]
    [InlineData(null, null, null)]
    public void The_URL_of_the_next_page_is_resolved(string? next, string? cursor, string? expected)
    {
        PageCollector collected = new(Options);
        _ = collected.Start(Options.Url!);

        Assert.Equal(
            expected,
            collected.Add(Fetched(), Options.Url!, new FeedPage { Next = next, NextCursor = cursor })?.AbsoluteUri);
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("http://shop.example/")]
    [InlineData("https://shop.example:444/")]
    [InlineData("file:///etc/passwd")]
    public void Pages_on_another_server_are_not_requested(string next)
    {
        PageCollector collected = new(Options);
        _ = collected.Start(Options.Url!);

        AssertCode("foreign", () => collected.Add(Fetched(), Options.Url!, new FeedPage { Next = next }));
    }

    [Fact]
    public void Page_cycles_and_exceeded_limits_end_the_read()
    {
        PageCollector collected = new(Options);
        _ = collected.Start(Options.Url!);
        AssertCode("loop", () => collected.Start(Options.Url!));
        _ = collected.Start(new Uri(Options.Url!, "?2"));
        _ = collected.Start(new Uri(Options.Url!, "?3"));
        AssertCode("tooLarge", () => collected.Start(new Uri(Options.Url!, "?4")));
        AssertCode(
            "tooLarge", () => new PageCollector(Options).Add(Fetched(bytes: 2_001), Options.Url!, new FeedPage()));
        FeedPage full = new();
        full.Elements.AddRange(Enumerable.Repeat(new FeedElement("x", null, []), 3));
        AssertCode("tooLarge", () => new PageCollector(Options).Add(Fetched(), Options.Url!, full));
    }

    [Fact]
    public void Inconsistent_pages_are_rejected()
    {
        PageCollector collected = new(Options);
        _ = collected.Add(Fetched(), Options.Url!, new FeedPage { Total = 7 });

        AssertCode("inconsistent", () => collected.Add(Fetched(), Options.Url!, new FeedPage { Total = 8 }));
    }

    [Fact]
    public void Entity_tags_are_returned_when_every_page_has_one()
    {
        PageCollector collected = new(Options);
        _ = collected.Add(Fetched(etag: "\"1\""), Options.Url!, new FeedPage());
        Assert.Equal(new FeedPageMark(Options.Url!.AbsoluteUri, "\"1\""), Assert.Single(collected.Content(1).Marks));
        Assert.Empty(collected.Content(0).Marks);
        _ = collected.Add(Fetched(), Options.Url!, new FeedPage());
        Assert.Empty(collected.Content(9).Marks);
    }

    private static FetchedPage Fetched(int bytes = 10, string? etag = null) => new(new byte[bytes], etag);

    private static void AssertCode(string code, Func<object?> act) =>
        Assert.Equal(code, Assert.Single(Assert.Throws<FeedFailedException>(act).Problems).Code);
}
