using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Personalization.Testing;
using Personalization.Testing.Contract;
using Personalization.Testing.Cluster;
using Personalization.Testing.Postgres;

namespace Personalization.ClusterTests.Cluster;

/// <summary>An API process before its first silo starts, and after its last silo ends.</summary>
public sealed class LonelyApiTests
{
    private const string Event = """{"eventId":"e-1","userId":"u","type":"view","itemId":"p-0001"}""";

    [Fact]
    public async Task An_api_starts_before_its_first_silo_and_survives_its_last()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        await using TestDatabase database = await TestDatabase.CreateAsync();
        using TempFolder folder = new();
        EngineLaunch launch = new(folder.Path)
        {
            Environment = DatabaseSettings.Of(database).SetItem("Personalization__Api__WriteTimeoutMs", "1000")
        };
        await using EngineProcess api = await EngineProcess.StartAsync(
            launch, [EngineBuild.Dll], "/health/live", cancellationToken);
        using HttpClient http = ContractHandler.Client(api.Address);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(http, "/health/ready"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(http, "/v1/users/u/recommendations"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PostAsync(http));

        await using LocalCluster silos = await LocalCluster.StartAsync(
            new ClusterPlan(1, 0) { Environment = DatabaseSettings.Of(database), Sample = true }, cancellationToken);
        _ = await Eventually.Async(() => StatusAsync(http, "/health/ready"), status => status == HttpStatusCode.OK);
        _ = await Eventually.Async(() => FallbackLevelAsync(http), level => level == "fresh");
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(http));

        await silos.Silos[0].KillAsync();
        Assert.Equal("cached", await FallbackLevelAsync(http)); // the latest list of this user
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PostAsync(http));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(http, "/health/live"));

        await silos.Silos[0].RestartAsync(cancellationToken);
        _ = await Eventually.Async(() => FallbackLevelAsync(http), level => level == "fresh");
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(http));
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, string path)
    {
        using HttpResponseMessage answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient http)
    {
        using StringContent body = new(Event, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
        using HttpResponseMessage answer = await http.PostAsync(new Uri("/v1/events", UriKind.Relative), body);
        return answer.StatusCode;
    }

    private static async Task<string?> FallbackLevelAsync(HttpClient http)
    {
        using HttpResponseMessage answer = await http.GetAsync(
            new Uri("/v1/users/u/recommendations", UriKind.Relative));
        return answer.IsSuccessStatusCode
            ? (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("fallbackLevel").GetString()
            : null;
    }
}
