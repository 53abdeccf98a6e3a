using System.Text;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Storage;
using Personalization.Storage.Azure;
using Personalization.Storage.Azure.Connections;

namespace Personalization.IntegrationTests.Storage;

/// <summary>
/// Tests Orleans' Azure grain storage as a silo registers it, also on rows from earlier engine versions.
/// </summary>
public sealed class AzureGrainStorageTests : GrainStorageConformance, IAsyncLifetime
{
    private const string Name = "states";

    private static readonly GrainId User = GrainId.Create("user", "u");

    private readonly AzureTestAccount _account = new();
    private readonly AzureOutage _outage = new();
    private readonly List<ServiceProvider> _opened = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        // Checked here: a skip inside the generated operations would count as a failure.
        _ = AzureTestAccount.ConnectionString;
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ServiceProvider services in _opened)
        {
            await services.DisposeAsync();
        }

        await _account.DisposeAsync();
    }

    /// <summary>A silo of the previous version, with the engine's own storage, can read the rows.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(200_000)]
    public async Task Row_layout_is_readable_by_the_previous_version(int characters)
    {
        (AzureStore store, IGrainStorage storage) = await OpenStorageAsync();
        ShopState state = new() { Name = new string('x', characters), Count = 7 };
        GrainId grain = GrainId.Create("user", "a#b?c\\d");
        await storage.WriteStateAsync("profile", grain, new GrainState<ShopState>(state), Token);
        TableEntity row = await RowAsync(store, "shop_user_a_b_c_d");
        TableEntity before = OldRow("shop_user_a_b_c_d", "profile", state);
        Assert.Equal(Columns(before), Columns(row));
        Assert.All(
            Columns(before), column => Assert.Equal(((BinaryData)before[column]).ToArray(), row.GetBinary(column)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65_536)]
    [InlineData(179_000)]
    [InlineData(900_000)]
    public async Task Rows_of_the_previous_version_can_be_read_written_and_cleared(int characters)
    {
        (AzureStore store, IGrainStorage storage) = await OpenStorageAsync();
        ShopState old = new() { Name = new string('o', characters), Count = long.MinValue, IsNew = false };
        _ = await Table(store).AddEntityAsync(OldRow("shop_user_u", "profile", old), Token);
        _ = await Table(store).AddEntityAsync(OldRow("shop_user_u", "lists", new ShopState { Name = "other" }), Token);
        GrainState<ShopState> state = await ReadAsync(storage, "profile");
        Assert.True(state.RecordExists);
        Assert.Equal((old.Name, old.Count, old.IsNew), (state.State!.Name, state.State.Count, state.State.IsNew));

        string? etag = state.ETag;
        state.State = new ShopState { Name = "new" };
        await storage.WriteStateAsync("profile", User, state, Token);
        Assert.NotEqual(etag, state.ETag);
        Assert.Equal(["Data"], Columns(await RowAsync(store, "shop_user_u")));
        Assert.Equal("new", (await ReadAsync(storage, "profile")).State!.Name);

        await storage.ClearStateAsync("profile", User, state, Token);
        Assert.Equal(["lists"], await RowKeysAsync(store));
        Assert.Equal("other", (await ReadAsync(storage, "lists")).State!.Name);
    }

    [Fact]
    public async Task Text_rows_and_cleared_rows_are_read()
    {
        (AzureStore store, IGrainStorage storage) = await OpenStorageAsync();
        TableEntity asText = new("shop_user_u", "text")
        {
            ["StringData"] = "{\"Name\":",
            ["StringData1"] = "\"official\"}",
        };
        _ = await Table(store).AddEntityAsync(asText, Token);
        GrainState<ShopState> text = await ReadAsync(storage, "text");
        Assert.Equal(("official", true), (text.State!.Name, text.RecordExists));

        // The row was cleared without being deleted: it has no record, but it exists and its etag is compared.
        _ = await Table(store).AddEntityAsync(new TableEntity("shop_user_u", "cleared"), Token);
        GrainState<ShopState> cleared = await ReadAsync(storage, "cleared");
        Assert.False(cleared.RecordExists);
        await storage.WriteStateAsync("cleared", User, cleared, Token);
        Assert.True((await ReadAsync(storage, "cleared")).RecordExists);
    }

    /// <summary>A snapshot whose write timed out must not survive when its user is forgotten.</summary>
    [Fact]
    public async Task Clear_deletes_the_row_of_an_insert_whose_answer_was_lost()
    {
        (AzureStore store, IGrainStorage storage) = await OpenStorageAsync();
        GrainState<ShopState> state = new(new ShopState { Name = "stored, but its writer does not know" });
        _outage.LosesAnswers = true;
        _ = await Assert.ThrowsAnyAsync<Exception>(() => storage.WriteStateAsync("profile", User, state, Token));
        _outage.LosesAnswers = false;
        Assert.Null(state.ETag);
        Assert.Equal(["profile"], await RowKeysAsync(store));
        await storage.ClearStateAsync("profile", User, state, Token);
        Assert.Empty(await RowKeysAsync(store));
        Assert.Equal((null, false, string.Empty), (state.ETag, state.RecordExists, state.State!.Name));
    }

    /// <summary>
    /// The previous version cannot deserialize the provider's exception, and that exception contains the user id.
    /// </summary>
    [Fact]
    public async Task Conflict_exceptions_are_replaced_and_do_not_contain_the_grain_id()
    {
        (_, IGrainStorage storage) = await OpenStorageAsync();
        GrainId grain = GrainId.Create("user", "jane-doe");
        GrainState<ShopState> first = new(new ShopState());
        await storage.WriteStateAsync("s", grain, first, Token);
        GrainState<ShopState> second = new(new ShopState());
        InconsistentStateException conflict = await Assert.ThrowsAsync<InconsistentStateException>(
            () => storage.WriteStateAsync("s", grain, second, Token));
        Assert.DoesNotContain("jane-doe", conflict.ToString(), StringComparison.Ordinal);
        Assert.IsNotType<InconsistentStateException>(conflict.InnerException, exactMatch: false);
    }

    [Fact]
    public async Task An_unavailable_account_causes_an_IOException()
    {
        (_, IGrainStorage storage) = await OpenStorageAsync();
        GrainState<ShopState> state = new(new ShopState());
        _outage.IsAway = true;
        _ = await Assert.ThrowsAsync<IOException>(() => storage.WriteStateAsync("s", User, state, Token));
        _ = await Assert.ThrowsAsync<IOException>(() => storage.ReadStateAsync("s", User, state, Token));
        _ = await Assert.ThrowsAsync<IOException>(() => storage.ClearStateAsync("s", User, state, Token));
    }

    protected override int MostBytes => BinaryColumns.MaxBytes;

    protected override async ValueTask<PortSession<IGrainStorage>> OpenAsync() =>
        new((await OpenStorageAsync()).Storage, () => ValueTask.CompletedTask);

    private static TableClient Table(AzureStore store) => store.Tables.GetTableClient(store.Options.GrainStateTable);

    private static string[] Columns(TableEntity row) =>
        [.. row.Keys.Where(key => key.Contains("Data", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private static async Task<TableEntity> RowAsync(AzureStore store, string partition) =>
        await Table(store).GetEntityAsync<TableEntity>(partition, "profile", cancellationToken: Token);

    private static async Task<string[]> RowKeysAsync(AzureStore store) =>
        await Table(store).QueryAsync<TableEntity>(cancellationToken: Token)
            .Select(row => row.RowKey).ToArrayAsync(Token);

    private static async Task<GrainState<ShopState>> ReadAsync(IGrainStorage storage, string stateName)
    {
        GrainState<ShopState> state = new();
        await storage.ReadStateAsync(stateName, User, state, Token);
        return state;
    }

    /// <summary>
    /// Creates a row in the layout of the engine's own storage: columns of 64 KiB, the first one without a number.
    /// </summary>
    private static TableEntity OldRow(string partition, string stateName, ShopState state)
    {
        string isNew = state.IsNew ? "true" : "false";
        byte[] json = Encoding.UTF8.GetBytes(
            $"{{\"Name\":\"{state.Name}\",\"Count\":{state.Count},\"IsNew\":{isNew}}}");
        TableEntity row = new(partition, stateName);
        foreach ((int index, byte[] chunk) in json.Chunk(65_536).Index())
        {
            row[index == 0 ? "Data" : $"Data{index}"] = new BinaryData(chunk);
        }

        return row;
    }

    private async Task<(AzureStore Store, IGrainStorage Storage)> OpenStorageAsync()
    {
        AzureStore store = await _account.OpenAsync(null, _outage);
        IServiceCollection registered = new ServiceCollection().AddLogging().AddSerializer().AddSingleton(store)
            .Configure<ClusterOptions>(options => options.ServiceId = "shop");
        _ = new ServiceBuilder(registered).AddAzureGrainStorage(Name, _ => new ShopStateSerializer());
        ServiceProvider services = registered.BuildServiceProvider();
        _opened.Add(services);
        SiloLifecycleSubject lifecycle = new(NullLogger<SiloLifecycleSubject>.Instance);
        IGrainStorage official =
            services.GetRequiredKeyedService<IGrainStorage>(AzureStorageRegistration.OfficialName(Name));
        Assert.IsType<AzureTableGrainStorage>(official).Participate(lifecycle);
        await lifecycle.OnStart(Token);
        return (store, services.GetRequiredKeyedService<IGrainStorage>(Name));
    }
}
