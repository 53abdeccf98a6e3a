using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Stores;
using Personalization.Storage.Azure.Catalog;
using Personalization.Storage.Azure.Connections;

namespace Personalization.IntegrationTests.Storage;

public sealed class AzureCatalogStoreTests : CatalogStoreConformance, IAsyncDisposable
{
    private readonly AzureTestAccount _account = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _account.DisposeAsync();

    [Fact]
    public async Task An_epoch_over_the_row_limit_is_stored_and_failed_writers_leave_no_rows()
    {
        AzureStore store = await _account.OpenAsync();
        CatalogItem[] items = [.. Enumerable.Range(0, 300).Select(
            i => new CatalogItem { Id = ItemId.Create($"i{i}"), Title = new string((char)('a' + (i % 26)), 10_000) })];
        long?[] written = await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ =>
        {
            await using AzureCatalogStore writer = Open(store);
            return await writer.WriteAsync(items, 0, Token);
        }));
        Assert.Equal(1, Assert.Single(written, epoch => epoch is not null));
        await using AzureCatalogStore reader = Open(store);
        Assert.Equal(
            items.Select(item => item.Title), (await reader.ReadAsync(0, Token)).Items.Select(item => item.Title));
        Assert.Equal(1 + (int)Math.Ceiling(items.Length * 10_000.0 / BinaryColumns.MaxBytes), await RowsAsync(store));
    }

    [Fact]
    public async Task Epochs_covered_by_snapshots_are_deleted_and_readers_still_see_every_item()
    {
        AzureStore store = await _account.OpenAsync(options => options.CatalogSnapshotEpochs = 5);
        await using AzureCatalogStore writer = Open(store);
        await using AzureCatalogStore behind = Open(store);
        for (int epoch = 1; epoch <= 33; epoch++)
        {
            Assert.Equal(epoch, await writer.WriteAsync(
                [new CatalogItem { Id = ItemId.Create($"i{epoch % 20}"), Price = epoch }], epoch - 1, Token));
            await writer.Compaction;
            _ = epoch == 3 ? await behind.ReadAsync(0, Token) : null;
        }

        // Two snapshots (25 and 30) and the epochs after the first one.
        Assert.Equal(2 + 8, await RowsAsync(store));
        await using AzureCatalogStore opened = Open(store);
        foreach (AzureCatalogStore reader in new[] { writer, behind, opened })
        {
            CatalogChange all = await reader.ReadAsync(0, Token);
            Assert.Equal((33, 20), (all.Epoch, all.Items.Length));
            Assert.Equal(
                Enumerable.Range(14, 20).Select(epoch => (decimal?)epoch), all.Items.Select(item => item.Price));
            Assert.Equal([31m, 32m, 33m], (await reader.ReadAsync(30, Token)).Items.Select(item => item.Price!.Value));
            Assert.Equal(33m, (await reader.FindAsync(ItemId.Create("i13"), Token))!.Price);
        }
    }

    protected override async ValueTask<PortSession<ICatalogStore>> OpenAsync()
    {
        AzureCatalogStore store = Open(await _account.OpenAsync());
        return new PortSession<ICatalogStore>(store, store.DisposeAsync);
    }

    private static AzureCatalogStore Open(AzureStore store) => new(store, NullLogger<AzureCatalogStore>.Instance);

    private static async Task<int> RowsAsync(AzureStore store)
    {
        int rows = 0;
        await foreach (TableEntity _ in store.Catalog.QueryAsync<TableEntity>(maxPerPage: 20))
        {
            rows++;
        }

        return rows;
    }
}
