using System.Buffers.Text;
using CsCheck;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Testing.EventLog;

namespace Personalization.Tests.Abstractions;

public sealed class ScrollCursorTests
{
    private static readonly Gen<ItemId[]> Pages = Entries.Identifiers.Select(ItemId.Create).Array[0, 30];

    [Fact]
    public void A_cursor_survives_its_text_form() => Gen.Select(Pages, Pages).Sample((first, second) =>
    {
        ScrollCursor cursor = ScrollCursor.After(ScrollCursor.After(null, first), second)!;
        Assert.True(ScrollCursor.TryParse(cursor.ToString(), out ScrollCursor? read));
        Assert.Equal(cursor.ToString(), read!.ToString());
        Assert.Equal(cursor.Count, read.Count);
        Assert.All(first.Concat(second), item => Assert.True(read.HasShown(item)));
        Assert.DoesNotContain(cursor.ToString(), c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'));
    });

    [Fact]
    public void A_scroll_never_repeats_and_rarely_skips_an_item()
    {
        ItemId[] items = [.. Enumerable.Range(0, 3000).Select(i => ItemId.Create($"product-{i}"))];
        List<ItemId> shown = [];
        ScrollCursor? cursor = null;
        for (int page = 0; page < 40; page++)
        {
            // The list is ranked again for every page.
            ItemId[] next =
            [.. items.OrderBy(item => HashCode(item, page)).Where(item => cursor?.HasShown(item) != true).Take(24)];
            shown.AddRange(next);
            cursor = ScrollCursor.After(cursor, next);
            Assert.NotNull(cursor);
            Assert.True(ScrollCursor.TryParse(cursor.ToString(), out cursor));
        }

        Assert.Equal(960, shown.Distinct().Count());
        Assert.InRange(items.Except(shown).Count(item => cursor!.HasShown(item)), 0, 3);
    }

    [Fact]
    public void A_scroll_ends_at_its_limit_and_still_fits_a_url()
    {
        ItemId[] items = [.. Enumerable.Range(0, 1100).Select(i => ItemId.Create($"p{i}"))];
        ScrollCursor? cursor = ScrollCursor.After(null, items.Take(990));
        Assert.InRange(cursor!.ToString().Length, 3000, 4096);
        Assert.True(ScrollCursor.TryParse(cursor.ToString(), out _));
        Assert.Null(ScrollCursor.After(cursor, items.Skip(990)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("!!!!")]
    [InlineData("AA")]
    [InlineData("Ag")]
    [InlineData("AQI")]
    [InlineData("    ")]
    public void Invalid_cursors_are_rejected(string? text)
    {
        Assert.False(ScrollCursor.TryParse(text, out ScrollCursor? cursor));
        Assert.Null(cursor);
    }

    [Fact]
    public void A_forged_cursor_is_rejected_or_harmless() =>
        Gen.OneOf(Gen.String, Gen.Byte.Array[0, 40].Select(bytes => Base64Url.EncodeToString([1, .. bytes])))
            .Sample(text =>
            {
                if (ScrollCursor.TryParse(text, out ScrollCursor? cursor))
                {
                    _ = cursor!.HasShown(ItemId.Create("p"));
                    Assert.True(ScrollCursor.TryParse(cursor.ToString(), out ScrollCursor? again));
                    Assert.Equal(cursor.Count, again!.Count);
                    Assert.NotNull(ScrollCursor.After(cursor, [ItemId.Create("p")]));
                }
            }, iter: 20_000);

    private static ulong HashCode(ItemId item, int page) =>
        item.Value.Aggregate(14695981039346656037UL + (ulong)page, (hash, c) => (hash ^ c) * 1099511628211UL);
}
