using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;
using Personalization.Storage.Azure;

namespace Personalization.Tests.Storage;

public sealed class AzureGrainStorageTests : GrainStorageConformance, IAsyncDisposable
{
    private readonly AzureTestAccount _account = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _account.DisposeAsync();
    }

    [Fact]
    public async Task A_row_has_the_official_layout()
    {
        (AzureStore store, AzureGrainStorage storage) = await OpenStorageAsync();
        await storage.WriteStateAsync("profile", GrainId.Create("user", "a#b?c\\d"), new GrainState<ShopState>(new ShopState { Name = new string('x', 200_000) }), Token);
        TableClient table = store.Tables.GetTableClient(store.Options.GrainStateTable);
        TableEntity row = await table.GetEntityAsync<TableEntity>("shop_user_a_b_c_d", "profile", cancellationToken: Token);
        Assert.Equal([65536, 65536, 65536], new[] { "Data", "Data1", "Data2" }.Select(name => row.GetBinary(name).Length));
        Assert.InRange(row.GetBinary("Data3").Length, 1, 65536);
        Assert.False(row.ContainsKey("Data4"));
    }

    [Fact]
    public async Task What_the_official_storage_writes_is_read()
    {
        (AzureStore store, AzureGrainStorage storage) = await OpenStorageAsync();
        TableClient table = store.Tables.GetTableClient(store.Options.GrainStateTable);
        GrainId grain = GrainId.Create("user", "u");
        _ = await table.AddEntityAsync(new TableEntity("shop_user_u", "text") { ["StringData"] = "{\"Name\":", ["StringData1"] = "\"official\"}" }, Token);
        GrainState<ShopState> text = new();
        await storage.ReadStateAsync("text", grain, text, Token);
        Assert.Equal(("official", true), (text.State!.Name, text.RecordExists));

        // Cleared without deleting: no record, yet the row is there and its etag counts.
        _ = await table.AddEntityAsync(new TableEntity("shop_user_u", "cleared"), Token);
        GrainState<ShopState> cleared = new();
        await storage.ReadStateAsync("cleared", grain, cleared, Token);
        Assert.False(cleared.RecordExists);
        await storage.WriteStateAsync("cleared", grain, cleared, Token);
        GrainState<ShopState> again = new();
        await storage.ReadStateAsync("cleared", grain, again, Token);
        Assert.True(again.RecordExists);
    }

    [Fact]
    public async Task An_account_that_is_away_is_an_io_failure()
    {
        AzureStorageOptions options = _account.Options();
        options.TimeoutSeconds = 1;
        options.ConnectionString = "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=YQ==;BlobEndpoint=http://127.0.0.1:9/a;TableEndpoint=http://127.0.0.1:9/a;";
        AzureGrainStorage storage = Storage(new AzureStore(options, new ServiceClock(TimeProvider.System)));
        _ = await Assert.ThrowsAsync<IOException>(() => storage.WriteStateAsync("s", GrainId.Create("user", "u"), new GrainState<ShopState>(new ShopState()), Token));
    }

    protected override int MostBytes => BinaryColumns.MaxBytes;

    protected override async ValueTask<PortSession<IGrainStorage>> OpenAsync() =>
        new((await OpenStorageAsync()).Storage, () => ValueTask.CompletedTask);

    private async Task<(AzureStore Store, AzureGrainStorage Storage)> OpenStorageAsync()
    {
        AzureStore store = await _account.OpenAsync();
        return (store, Storage(store));
    }

    private AzureGrainStorage Storage(AzureStore store) => new(
        store, Options.Create(new ClusterOptions { ServiceId = "shop" }), new ShopStateSerializer(), _services.GetRequiredService<IActivatorProvider>());
}
