using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Serialization;
using Orleans.Storage;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Stores;
using Personalization.Storage.Postgres;
using Personalization.Storage.Postgres.Connections;
using Personalization.Testing.EventLog;
using Personalization.Testing.Postgres;

namespace Personalization.IntegrationTests.Storage;

public sealed class PostgresRegistrationTests(PostgresFixture fixture) : IClassFixture<PostgresFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_stores_share_one_database_that_is_migrated_first()
    {
        TestDatabase database = await fixture.CreateAsync();
        await using (ServiceProvider services = Services(
            options => options.ConnectionString = database.ConnectionString))
        {
            foreach (IHostedLifecycleService service in services.GetServices<IHostedService>()
                .OfType<IHostedLifecycleService>())
            {
                await service.StartingAsync(Token);
            }

            Assert.Equal(
                AppendResult.Appended,
                await services.GetRequiredService<IEventLog>().AppendAsync("u", Entries.Views(1, 1), Token));
            Assert.Equal(1, await services.GetRequiredService<ICatalogStore>().WriteAsync([], 0, Token));
            IGrainStorage storage = services.GetRequiredKeyedService<IGrainStorage>("states");
            GrainState<ShopState> state = new(new ShopState { Name = "n" });
            await storage.WriteStateAsync("s", GrainId.Create("user", "u"), state, Token);
            Assert.NotNull(state.ETag);
            Assert.Empty(await services.GetRequiredService<IModelStore>().ListAsync(Token));
            Assert.Empty(await services.GetRequiredService<ILogRetention>().ListExpiredAsync(Token));
        }

        await using ServiceProvider again = Services(options => options.ConnectionString = database.ConnectionString);
        _ = Assert.Single(await again.GetRequiredService<IEventLog>().ReadUserAsync("u", 0, 10, Token));
    }

    [Fact]
    public async Task Invalid_settings_are_reported_by_name_without_the_password()
    {
        await using ServiceProvider services = Services(options =>
        {
            options.ConnectionString = "Host=;Password=secret";
            options.MaxConnections = 1;
            options.RetentionDays = -1;
        });
        string message = Assert.Throws<OptionsValidationException>(services.GetRequiredService<IEventLog>).Message;
        Assert.All(
            ["ConnectionString", "MaxConnections", "RetentionDays"],
            name => Assert.Contains(name, message, StringComparison.Ordinal));
        Assert.DoesNotContain("secret", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Host=x;NoSuchSetting=1")]
    public void An_empty_connection_string_is_rejected(string connectionString) =>
        Assert.True(new PostgresStorageOptionsValidator().Validate(
            null, new PostgresStorageOptions { ConnectionString = connectionString }).Failed);

    [Fact]
    public async Task An_unavailable_server_causes_an_IOException_in_bounded_time()
    {
        await using ServiceProvider services = Services(options => (
            options.ConnectionString, options.CommandTimeoutSeconds) = ("Host=127.0.0.1;Port=1;Username=u", 1));
        IOException error = await Assert.ThrowsAsync<IOException>(
            async () => await services.GetRequiredService<IEventLog>().ProbeAsync(Token));
        Assert.Contains("could not be reached", error.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Services(Action<PostgresStorageOptions> configure) => new ServiceCollection()
        .AddLogging()
        .AddSerializer()
        .AddPostgresStorage(configure)
        .AddPostgresGrainStorage("states", _ => new ShopStateSerializer())
        .BuildServiceProvider();
}
