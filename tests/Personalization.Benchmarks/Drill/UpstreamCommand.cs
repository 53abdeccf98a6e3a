using System.CommandLine;
using System.Net;
using Personalization.Testing.Upstream;

namespace Personalization.Benchmarks.Drill;

/// <summary>
/// The command <c>upstream</c>: serves the catalog and stock feeds of the sample shop over HTTP, with faults on demand.
/// </summary>
internal static class UpstreamCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Option<string> url = new("--url")
        {
            Description = "The URL to listen on; loopback only.",
            DefaultValueFactory = _ => "http://127.0.0.1:5090"
        };
        Option<int> seed = new("--seed") { Description = "The seed of the sample shop.", DefaultValueFactory = _ => 1 };
        Option<string?> key = new("--key") { Description = "The key that clients must send in X-Api-Key." };
        Option<double> up = new("--up-delay")
        {
            Description = "The delay of a second, proxied address from client to server, milliseconds."
        };
        Option<double> down = new("--down-delay")
        {
            Description = "The delay of the proxied address from server to client, milliseconds."
        };
        Command command = new("upstream", "Serves the feeds of the sample shop, with faults on request: PUT "
            + "/control/fault/catalog?kind=HalfPage (Latency, SlowBytes, TruncatedJson, Status, ...).")
        {
            url,
            seed,
            key,
            up,
            down
        };
        command.SetAction((parsed, stop) => RunAsync(
            parsed.GetValue(url)!, parsed.GetValue(seed), parsed.GetValue(key),
            new ProxyConditions
            {
                UpDelay = TimeSpan.FromMilliseconds(parsed.GetValue(up)),
                DownDelay = TimeSpan.FromMilliseconds(parsed.GetValue(down))
            }, stop));
        return command;
    }

    private static async Task RunAsync(
        string url, int seed, string? key, ProxyConditions conditions, CancellationToken stop)
    {
        await using UpstreamServer server = await UpstreamServer.StartAsync(
            UpstreamShop.Sample(seed, TimeProvider.System.GetUtcNow()), url);
        server.Key = key;
        await using DelayProxy proxy =
            new(new IPEndPoint(IPAddress.Loopback, server.Url.Port)) { Conditions = conditions };
        string delays = $"{conditions.UpDelay.TotalMilliseconds} ms up, "
            + $"{conditions.DownDelay.TotalMilliseconds} ms down";
        await Console.Out.WriteLineAsync($"""
            The upstream serves {server.Shop.Products.Length} products. Ctrl+C stops it.

              catalog     {server.Url}catalog
              stock       {server.Url}stock
              proxied     http://{proxy.EndPoint}/ ({delays})

            Start an engine that pulls these feeds:
              dotnet run --project Client.Api -- \
                --Personalization:Feeds:catalog:Url={server.Url}catalog \
                --Personalization:Feeds:stock:Kind=Stock \
                --Personalization:Feeds:stock:Url={server.Url}stock
            """);
        await Task.Delay(
            Timeout.InfiniteTimeSpan, TimeProvider.System, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
