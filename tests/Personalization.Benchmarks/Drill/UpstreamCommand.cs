using System.CommandLine;
using System.Net;
using Personalization.Testing.Upstream;

namespace Personalization.Benchmarks.Drill;

/// <summary><c>upstream</c>: the sample shop's catalogue and stock feeds over HTTP, with faults on demand.</summary>
internal static class UpstreamCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Option<string> url = new("--url")
        {
            Description = "Where to listen; loopback.",
            DefaultValueFactory = _ => "http://127.0.0.1:5090"
        };
        Option<int> seed = new("--seed") { Description = "The seed of the sample shop.", DefaultValueFactory = _ => 1 };
        Option<string?> key = new("--key") { Description = "The key clients must send in X-Api-Key." };
        Option<double> up = new("--up-delay")
        {
            Description = "Also listen behind a proxy that takes so long from client to server, milliseconds."
        };
        Option<double> down = new("--down-delay") { Description = "The same from server to client." };
        Command command = new("upstream", "Serves the sample shop's feeds, wrong when told: PUT "
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
        await Console.Out.WriteLineAsync($"""
            The upstream serves {server.Shop.Products.Length} products. Ctrl+C stops it.

              catalogue   {server.Url}catalog
              stock       {server.Url}stock
              proxied     http://{proxy.EndPoint}/ ({conditions.UpDelay.TotalMilliseconds} ms up, {conditions.DownDelay.TotalMilliseconds} ms down)

            An engine that pulls it:
              dotnet run --project Client.Api -- --Personalization:Feeds:catalog:Url={server.Url}catalog --Personalization:Feeds:stock:Kind=Stock --Personalization:Feeds:stock:Url={server.Url}stock
            """);
        await Task.Delay(
            Timeout.InfiniteTimeSpan, TimeProvider.System, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
