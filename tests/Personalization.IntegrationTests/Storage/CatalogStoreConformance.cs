using System.Collections.Immutable;
using System.Text.Json;
using CsCheck;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Stores;
using Personalization.Testing.EventLog;

namespace Personalization.IntegrationTests.Storage;

/// <summary>
/// Conformance tests for catalog stores. The test class of a backend derives from it and opens the store.
/// </summary>
public abstract class CatalogStoreConformance
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Opens the catalog of this test: empty at first, later with the items written before.</summary>
    protected abstract ValueTask<PortSession<ICatalogStore>> OpenAsync();

    [Fact]
    public async Task Every_item_field_is_preserved_across_reopening()
    {
        CatalogItem full = new()
        {
            Id = ItemId.Create("a'b\"/~🛒"),
            Title = "Größe \"M\"",
            Categories = ["shoes", "boots"],
            Attributes = ImmutableDictionary<string, string>.Empty.Add("brand", "Acme"),
            TypedAttributes = ImmutableDictionary<string, AttributeValue>.Empty
                .Add("tags", AttributeValue.Of(["a", "ö'\""])).Add("rating", 4.5).Add("used", true),
            PublishedAt = Entries.At.AddDays(-9),
            Price = 79.90m,
            Available = false,
            ValidFrom = Entries.At,
            ValidUntil = Entries.At.AddDays(3),
            Deleted = true,
            AddedAt = Entries.At.AddDays(-1),
        };
        CatalogItem bare = new() { Id = ItemId.Create("bare") };
        await using (PortSession<ICatalogStore> session = await OpenAsync())
        {
            Assert.Equal(1, await session.Port.WriteAsync([full, bare], 0, Token));
        }

        await using PortSession<ICatalogStore> again = await OpenAsync();
        Assert.Equal(Text(full), Text(await again.Port.FindAsync(full.Id, Token)));
        Assert.Equal(
            ("a, ö'\"", 4.5, true),
            (
                (await again.Port.FindAsync(full.Id, Token))!.AttributeOf("tags")?.ToString(),
                full.AttributeOf("rating")?.Number,
                full.AttributeOf("used")?.Flag));
        Assert.Equal(Text(bare), Text(await again.Port.FindAsync(bare.Id, Token)));
        Assert.Null(await again.Port.FindAsync(ItemId.Create("Bare"), Token));
        CatalogChange all = await again.Port.ReadAsync(0, Token);
        Assert.Equal(1, all.Epoch);
        Assert.Equal([Text(full), Text(bare)], all.Items.Select(Text));
    }

    [Fact]
    public async Task Exactly_one_of_many_writers_of_an_epoch_succeeds()
    {
        await using PortSession<ICatalogStore> session = await OpenAsync();
        long?[] epochs = await Task.WhenAll(Enumerable.Range(0, 12).Select(writer => Task.Run(async () =>
            await session.Port.WriteAsync([.. Enumerable.Range(0, 20).Select(i => Item($"i{i}", writer))], 0, Token))));
        int winner = Assert.Single(Enumerable.Range(0, 12), writer => epochs[writer] is not null);
        CatalogChange all = await session.Port.ReadAsync(0, Token);
        Assert.Equal((1L, 20), (all.Epoch, all.Items.Length));
        Assert.All(all.Items, item => Assert.Equal(winner, item.Price));
    }

    [Fact]
    public async Task A_reader_sees_only_complete_epochs()
    {
        await using PortSession<ICatalogStore> session = await OpenAsync();
        Task writer = Task.Run(async () =>
        {
            for (int epoch = 0; epoch < 40; epoch++)
            {
                Assert.Equal(epoch + 1, await session.Port.WriteAsync(
                    [.. Enumerable.Range(0, 10).Select(i => Item($"i{i}", epoch + 1))], epoch, Token));
            }
        }, Token);
        CatalogChange seen;
        do
        {
            seen = await session.Port.ReadAsync(0, Token);
            Assert.All(seen.Items, item => Assert.Equal(seen.Epoch, item.Price));
        }
        while (seen.Epoch < 40 && !writer.IsFaulted);
        await writer;
        Assert.Equal(10, seen.Items.Length);
    }

    [Fact]
    public async Task M17_a_thousand_items_are_found_in_one_call()
    {
        await using PortSession<ICatalogStore> session = await OpenAsync();
        CatalogItem[] written = [.. Enumerable.Range(0, 1_000).Select(i => Item($"i{i}", i))];
        _ = await session.Port.WriteAsync(written, 0, Token);
        _ = await session.Port.WriteAsync([Item("i7", 7) with { Deleted = true }], 1, Token);

        IReadOnlyList<CatalogItem> found = await session.Port.FindManyAsync(
            [.. written.Select(item => item.Id), ItemId.Create("i7"), ItemId.Create("I8"), ItemId.Create("none")],
            Token);
        Assert.Equal(
            written.Select(item => Text(item.Id.Value == "i7" ? item with { Deleted = true } : item))
                .Order(StringComparer.Ordinal),
            found.Select(Text).Order(StringComparer.Ordinal));
        Assert.Empty(await session.Port.FindManyAsync([], Token));
    }

    [Fact]
    public async Task M8_only_deleted_items_can_be_removed_and_the_epoch_stays()
    {
        await using (PortSession<ICatalogStore> session = await OpenAsync())
        {
            _ = await session.Port.WriteAsync(
                [Item("alive", 1), Item("gone", 2) with { Deleted = true }, Item("back", 3) with { Deleted = true }],
                0,
                Token);
            _ = await session.Port.WriteAsync([Item("back", 4)], 1, Token);
            await session.Port.RemoveDeletedAsync(
                [.. new[] { "alive", "gone", "back", "none" }.Select(ItemId.Create)], Token);
            Assert.Null(await session.Port.FindAsync(ItemId.Create("gone"), Token));
            CatalogChange left = await session.Port.ReadAsync(0, Token);
            Assert.Equal(2, left.Epoch);
            Assert.Equal(["alive", "back"], left.Items.Select(item => item.Id.Value).Order());
            Assert.Equal(3, await session.Port.WriteAsync([Item("gone", 5)], 2, Token));
        }

        await using PortSession<ICatalogStore> again = await OpenAsync();
        Assert.Equal(5, (await again.Port.FindAsync(ItemId.Create("gone"), Token))!.Price);
    }

    [Fact]
    public async Task A_cancelled_call_is_cancelled()
    {
        await using PortSession<ICatalogStore> session = await OpenAsync();
        CancellationToken cancelled = new(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await session.Port.WriteAsync([Item("i", 1)], 0, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await session.Port.ReadAsync(0, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await session.Port.FindAsync(ItemId.Create("i"), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await session.Port.FindManyAsync([ItemId.Create("i")], cancelled));
        Assert.Equal(0, (await session.Port.ReadAsync(0, Token)).Epoch);
    }

    [Fact]
    public async Task Generated_operations_do_what_the_model_does()
    {
        await using PortSession<ICatalogStore> session = await OpenAsync();
        Gen<(int Kind, int Offset, (int Item, int Price)[] Items)[]> operations = Gen.Select(
            Gen.Int[0, 4], Gen.OneOf(0, 0, 0, -1, 1), Gen.Select(Gen.Int[0, 5], Gen.Int[0, 99]).Array[0, 4]).Array[
                1, 30];
        Dictionary<string, (CatalogItem Item, long Epoch)> model = [];
        long epoch = 0;
        await operations.SampleAsync(async sequence =>
        {
            foreach ((int kind, int offset, (int Item, int Price)[] items) in sequence)
            {
                if (kind <= 2)
                {
                    CatalogItem[] written = [.. items.Select(item => Item($"i{item.Item}", item.Price))];
                    Assert.Equal(
                        offset == 0 ? epoch + 1 : null, await session.Port.WriteAsync(written, epoch + offset, Token));
                    epoch += offset == 0 ? 1 : 0;
                    foreach (CatalogItem item in offset == 0 ? written : [])
                    {
                        model[item.Id.Value] = (item, epoch);
                    }
                }

                CatalogChange read = await session.Port.ReadAsync(Math.Max(0, epoch + offset - 1), Token);
                Assert.Equal(epoch, read.Epoch);
                Assert.Equal(
                    model.Values.Where(known => known.Epoch > epoch + offset - 1)
                        .Select(known => Text(known.Item))
                        .Order(StringComparer.Ordinal),
                    read.Items.Select(Text).Order(StringComparer.Ordinal));
            }
        }, iter: 60, threads: 1);
    }

    private static CatalogItem Item(string id, int price) =>
        new() { Id = ItemId.Create(id), Price = price, AddedAt = Entries.At };

    private static string Text(CatalogItem? item) => JsonSerializer.Serialize(item!, StorageJson.Default.CatalogItem);
}
