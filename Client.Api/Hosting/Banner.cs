using System.Text.RegularExpressions;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Settings;
using Personalization.Hosting.Settings;

namespace Personalization.Client.Api.Hosting;

/// <summary>The start-up text: the addresses and three example calls that work with the present data.</summary>
internal static partial class Banner
{
    /// <summary>An item of the sample shop.</summary>
    private const string SampleItem = "p-0001";

    /// <summary>The item that the example calls create when the catalog is empty.</summary>
    private const string NewItem = "tent-1";

    /// <summary>The longest wait for the catalog after start-up.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <summary>Prints the start-up text of a running server.</summary>
    public static async Task ShowAsync(WebApplication app)
    {
        EngineOptions engine = app.Services.GetRequiredService<EngineOptions>();
        string? item = await FindItemAsync(app.Services, engine.LoadsSample);
        bool needsKey = app.Services.GetRequiredService<ApiOptions>().Keys.Count > 0;
        Console.WriteLine(For(app.Urls.First().TrimEnd('/'), engine.Telemetry.Dashboard, item, needsKey));
    }

    /// <summary>Formats the start-up text.</summary>
    /// <param name="url">The server's address, without a trailing slash.</param>
    /// <param name="hasDashboard">Whether the Orleans Dashboard is served.</param>
    /// <param name="item">An item of the catalog; null for an empty catalog.</param>
    /// <param name="needsKey">Whether calls need an API key.</param>
    public static string For(string url, bool hasDashboard, string? item, bool needsKey)
    {
        string curl = needsKey ? "curl -H \"X-Api-Key: $KEY\"" : "curl";
        string list = $"{curl} '{url}/v1/users/ann/recommendations?count=5&explain=true'";
        string json = "-H 'Content-Type: application/json' -d";
        string tent = """{"title":"Two-person tent","categories":["tents"],"price":199}""";
        string first = item is null ? $"{curl} -X PUT {url}/v1/items/{NewItem} {json} '{tent}'" : list;
        string view = $$"""{"eventId":"e-1","userId":"ann","type":"view","itemId":"{{item ?? NewItem}}"}""";
        return $$"""

            The personalization engine is running. Press Ctrl+C to stop it.

              Start        {{url}}
              API          {{url}}/v1
              OpenAPI      {{url}}/openapi/v1.json
              Explorer     {{url}}/scalar
              Health       {{url}}/health/ready
              Dashboard    {{(hasDashboard ? $"{url}/dashboard" : "off (Personalization:Telemetry:Dashboard)")}}

            Try:
              {{first}}
              {{curl}} -X POST {{url}}/v1/events {{json}} '{{view}}'
              {{list}}

            """;
    }

    /// <summary>Finds an item for the example calls; null when the catalog is empty or did not answer.</summary>
    private static async Task<string?> FindItemAsync(IServiceProvider services, bool loadsSample)
    {
        IGrainFactory grains = services.GetRequiredService<IGrainFactory>();
        try
        {
            TimeProvider time = services.GetRequiredService<TimeProvider>();
            return await FindItemAsync(grains, loadsSample).WaitAsync(Timeout, time);
        }
        catch (Exception error) when (error is TimeoutException or OrleansException or IOException or ArgumentException
            or InvalidOperationException or OperationCanceledException)
        {
            // Without a silo in the cluster the catalog has no owner yet. The start-up text must not stop the API.
            return null;
        }
    }

    private static async Task<string?> FindItemAsync(IGrainFactory grains, bool loadsSample)
    {
        ICatalogGrain catalog = grains.GetGrain<ICatalogGrain>(0);
        bool willLoad = loadsSample && await catalog.GetEpochAsync() == 0;
        if (willLoad || await catalog.GetAsync(ItemId.Create(SampleItem)) is not null)
        {
            return SampleItem;
        }

        RecommendationList popular = await grains.GetGrain<IItemListsGrain>(0).PopularAsync(1, null);
        return popular.Items.Select(item => item.ItemId.Value).FirstOrDefault(id => PlainId().IsMatch(id));
    }

    /// <summary>Matches an id that needs no escaping in JSON or in a shell.</summary>
    [GeneratedRegex("^[A-Za-z0-9._-]+$")]
    private static partial Regex PlainId();
}
