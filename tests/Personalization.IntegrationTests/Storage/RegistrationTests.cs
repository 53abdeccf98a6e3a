using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Serialization;
using Orleans.Storage;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Stores;
using Personalization.Storage.Files;
using Personalization.Storage.Sqlite;
using Personalization.Testing.EventLog;

namespace Personalization.IntegrationTests.Storage;

public sealed class RegistrationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Registered_services_share_one_store_that_the_container_closes()
    {
        string path = _folder["deep/er/store.db"];
        await using (ServiceProvider services = Services(path, _folder["models"]))
        {
            Assert.Equal(
                AppendResult.Appended,
                await services.GetRequiredService<IEventLog>().AppendAsync("u", Entries.Views(1, 1), Token));
            Assert.Equal(1, await services.GetRequiredService<ICatalogStore>().WriteAsync([], 0, Token));
            IGrainStorage storage = services.GetRequiredKeyedService<IGrainStorage>("states");
            GrainState<ShopState> state = new(new ShopState { Name = "n" });
            await storage.WriteStateAsync("s", GrainId.Create("user", "u"), state, Token);
            Assert.NotNull(state.ETag);
            Assert.Empty(await services.GetRequiredService<IModelStore>().ListAsync(Token));
            _ = Assert.Throws<IOException>(() => Services(path, _folder["models"]).GetRequiredService<IEventLog>());
        }

        await using ServiceProvider again = Services(path, _folder["models"]);
        _ = Assert.Single(await again.GetRequiredService<IEventFeed>().ReadAllAsync(0, 10, Token));
    }

    [Fact]
    public async Task Invalid_settings_are_reported_by_name()
    {
        await using ServiceProvider services = Services(" ", "");
        Assert.Contains(
            "Path",
            Assert.Throws<OptionsValidationException>(services.GetRequiredService<IEventLog>).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Path",
            Assert.Throws<OptionsValidationException>(services.GetRequiredService<IModelStore>).Message,
            StringComparison.Ordinal);
    }

    private static ServiceProvider Services(string store, string models) => new ServiceCollection()
        .AddLogging()
        .AddSerializer()
        .AddSqliteStorage(options => options.Path = store)
        .AddSqliteGrainStorage("states", _ => new ShopStateSerializer())
        .AddFileModelStore(options => options.Path = models)
        .BuildServiceProvider();
}
