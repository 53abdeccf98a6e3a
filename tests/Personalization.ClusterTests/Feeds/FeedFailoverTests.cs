using System.Net.Http.Json;
using System.Text.Json;
using Personalization.Testing.Cluster;
using Personalization.Testing.Contract;
using Personalization.Testing.Postgres;
using Personalization.Testing.Upstream;

namespace Personalization.ClusterTests.Feeds;

/// <summary>One silo of the cluster pulls a feed. If it is killed, another silo continues.</summary>
public sealed class FeedFailoverTests
{
    [Fact]
    public async Task The_feed_continues_after_the_kill_of_any_silo()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        await using TestDatabase database = await TestDatabase.CreateAsync();
        await using UpstreamServer upstream = await UpstreamServer.StartAsync(
            UpstreamShop.Sample(1, TimeProvider.System.GetUtcNow()));
        string id = upstream.Shop.Products[0].Id;
        await using LocalCluster cluster = await LocalCluster.StartAsync(
            new ClusterPlan(2, 1)
            {
                Environment = DatabaseSettings.Of(database)
                    .SetItem("Personalization__Feeds__catalog__Url", $"{upstream.Url}catalog")
                    .SetItem("Personalization__Feeds__catalog__IntervalSeconds", "1"),
            }, cancellationToken);
        using HttpClient api = ContractHandler.Client(cluster.Doors[0].Process.Address);
        await ExpectAsync(api, id, upstream.Shop.Products[0].Title);

        foreach (ClusterProcess silo in cluster.Silos)
        {
            await silo.KillAsync();
            _ = upstream.Shop.Change(id, product => product with { Title = $"Without {silo.Name}" });
            await ExpectAsync(api, id, $"Without {silo.Name}");
            await silo.RestartAsync(cancellationToken);
        }

        JsonElement feed = await api.GetFromJsonAsync<JsonElement>(
            new Uri("/v1/feeds/catalog", UriKind.Relative), cancellationToken);
        Assert.Equal(upstream.Shop.Products.Length, feed.GetProperty("items").GetInt32());
    }

    private static async Task ExpectAsync(HttpClient api, string item, string? title) => _ = await Eventually.Async(
        async () =>
        {
            using HttpResponseMessage answer = await api.GetAsync(new Uri($"/v1/items/{item}", UriKind.Relative));
            return answer.IsSuccessStatusCode
                ? (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("title").GetString()
                : $"{(int)answer.StatusCode}";
        },
        found => found == title);
}
