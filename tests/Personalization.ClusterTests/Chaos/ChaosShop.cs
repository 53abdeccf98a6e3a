using System.Collections.Immutable;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Personalization.Testing.Cluster;
using Personalization.Testing.Upstream;

namespace Personalization.ClusterTests.Chaos;

/// <summary>The shop's own systems. Their stock and prices change often, and a feed of the engine pulls them.</summary>
internal sealed class ChaosShop(UpstreamServer upstream, int seed)
{
    /// <summary>The number of changes per second.</summary>
    private const int ChangesPerSecond = 20;

    private readonly ImmutableArray<UpstreamProduct> _usual = upstream.Shop.Products;
    private volatile bool _stopped;

    /// <summary>Gets the number of changes.</summary>
    public int Changes { get; private set; }

    /// <summary>Starts the shop's server at an address that the silos reach. It serves no products yet.</summary>
    /// <remarks>The engine fills an empty store with the sample shop. Products of a feed would prevent that.</remarks>
    public static async Task<UpstreamServer> StartAsync()
    {
        UpstreamServer server = await UpstreamServer.StartAsync(
            UpstreamShop.Sample(1, TimeProvider.System.GetUtcNow()), $"http://{SiloNetwork.HostAddress}:0");
        server.Set("catalog", FaultKind.Status);
        return server;
    }

    /// <summary>Serves the products and changes one after the other until <see cref="Stop"/>.</summary>
    public async Task RunAsync()
    {
        upstream.Set("catalog", UpstreamFault.None);
        Random chance = new(HashCode.Combine(seed, -3));
        while (!_stopped)
        {
            UpstreamProduct usual = _usual[chance.Next(_usual.Length)];
            decimal price = Math.Round(usual.Price * chance.Next(80, 120) / 100, 2); // a jump would be quarantined
            _ = upstream.Shop.Change(usual.Id, product => product with { Price = price, Stock = chance.Next(1, 100) });
            Changes++;
            await Task.Delay(TimeSpan.FromSeconds(1.0 / ChangesPerSecond), TimeProvider.System);
        }
    }

    /// <summary>Stops the changes.</summary>
    public void Stop() => _stopped = true;

    /// <summary>Waits until the engine's catalog has the price of every product.</summary>
    public async Task CheckAsync(HttpClient http)
    {
        foreach (UpstreamProduct product in upstream.Shop.Products)
        {
            string price = product.Price.ToString(CultureInfo.InvariantCulture);
            _ = await Eventually.Async(() => PriceAsync(http, product.Id), found => found == price);
        }
    }

    private static async Task<string> PriceAsync(HttpClient http, string id)
    {
        using HttpResponseMessage answer = await http.GetAsync(new Uri($"/v1/items/{id}", UriKind.Relative));
        return answer.IsSuccessStatusCode
            ? (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("price")
                .GetDecimal().ToString(CultureInfo.InvariantCulture)
            : $"{(int)answer.StatusCode}";
    }
}
