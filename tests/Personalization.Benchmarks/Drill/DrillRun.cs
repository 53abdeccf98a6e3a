using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Personalization.Benchmarks.Drill.Host;
using Personalization.Hosting.Sample;
using Personalization.Testing.Cluster;
using Personalization.Testing.Upstream;

namespace Personalization.Benchmarks.Drill;

/// <summary>
/// Runs one world: a separate cluster of the shipped programs (two silos, an API, PostgreSQL), an upstream, proxies
/// before the store and the upstream, and the shoppers.
/// </summary>
internal static partial class DrillRun
{
    private const int Silos = 2;
    private const int CatalogSample = 20;
    private const double PartialFrom = 0.1;
    private const int WarmUpReads = 400;
    private const int ReadsPerPurchase = 6;

    /// <summary>Runs the shop in a world.</summary>
    public static async Task<WorldFigures> RunAsync(
        DrillPlan plan, DrillWorld world, StartLine start, CancellationToken cancellationToken)
    {
        DrillShop shop = new(plan);
        using PostgresServer store = PostgresServer.Start();
        await using DelayProxy toStore = new(new IPEndPoint(IPAddress.Loopback, PortOf(store)));
        await using UpstreamServer upstream = await UpstreamServer.StartAsync(
            UpstreamShop.Sample(plan.Seed, plan.PastEnd));
        upstream.PageSize = 1_000;
        await using DelayProxy toUpstream = new(new IPEndPoint(IPAddress.Loopback, upstream.Url.Port));
        ClusterPlan processes = new(Silos, Apis: 1)
        {
            Environment = SettingsOf(plan, world, store, toStore, toUpstream),
            Sample = true,
            Command = world.Without.IsEmpty
                ? null
                : kind => DrillHostCommand.Line(kind == ProcessKind.Silo, world.Without),
        };

        // The history of the shop is loaded into an empty catalog, before the first feed.
        toUpstream.Conditions = new ProxyConditions { Refusing = true };
        await using LocalCluster cluster = await LocalCluster.StartAsync(processes, cancellationToken);
        await cluster.WaitForModelAsync(cancellationToken);
        toUpstream.Conditions = ProxyConditions.Clear;
        using HttpClient http =
            new() { BaseAddress = cluster.Doors[0].Process.Address, Timeout = TimeSpan.FromMinutes(2) };
        await WaitForFeedAsync(http.BaseAddress!, cancellationToken);
        string? bad = world.HasBadModel ? await NonsenseModel.MakeAsync(http, shop, plan, cancellationToken) : null;
        await WarmUpAsync(shop, http.BaseAddress!);
        await start.ArriveAsync(cancellationToken);

        DrillTally tally = new();
        using ShopClient client = new(http.BaseAddress!, tally, !world.Without.Contains(Defenses.Retries));
        AlertBoard board = new(client, tally, plan.FaultsFrom);
        using CancellationTokenSource closing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task checking = Task.WhenAll(
            EverySecondAsync(board.CheckAsync, closing.Token),
            EverySecondAsync(() => CheckCatalogAsync(shop, client, tally), closing.Token));
        Task faults =
            world.HasFaults ? new FaultSchedule(plan, tally, client, upstream, toUpstream, toStore, cluster).RunAsync()
                : bad is not null ? DeployAsync(http, bad, plan, tally)
                : Task.CompletedTask;
        await ShopAsync(shop, client, tally, cancellationToken);
        await faults;
        await client.SettleAsync();
        await closing.CancelAsync();
        await checking;
        return WorldFigures.Of(world, plan, shop.Visits.Length, tally, board.Fired);
    }

    private static async Task ShopAsync(
        DrillShop shop, ShopClient client, DrillTally tally, CancellationToken cancellationToken)
    {
        List<Task> visits = [];
        foreach (PlannedVisit visit in shop.Visits)
        {
            if (visit.At - tally.Now is > 0.001 and double left)
            {
                await Task.Delay(TimeSpan.FromSeconds(left), TimeProvider.System, cancellationToken);
            }

            visits.Add(new ShoppingVisit(shop, visit, client, tally).RunAsync());
        }

        await Task.WhenAll(visits);
    }

    private static async Task DeployAsync(HttpClient http, string version, DrillPlan plan, DrillTally tally)
    {
        await Task.Delay(TimeSpan.FromSeconds(Math.Max(0, plan.FaultsFrom - tally.Now)), TimeProvider.System);
        await NonsenseModel.DeployAsync(http, version);
    }

    private static async Task WaitForFeedAsync(Uri engine, CancellationToken cancellationToken)
    {
        using ShopClient client = new(engine, new DrillTally());
        while (await client.GetAsync("/v1/feeds") is not { } feeds
            || feeds.GetProperty("feeds")[0].GetProperty("state").GetString() != "good")
        {
            await client.PullAsync("catalog");
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>
    /// Sends requests to compile code before the first shoppers arrive. The events have the shop's usual mixture,
    /// because the data quality checks learn from them.
    /// </summary>
    private static async Task WarmUpAsync(DrillShop shop, Uri engine)
    {
        using ShopClient client = new(engine, new DrillTally());
        for (int i = 0; i < WarmUpReads; i++)
        {
            string user = string.Create(CultureInfo.InvariantCulture, $"warm-{i % 40}");
            _ = await client.ListAsync(user, "home");
            string item = shop.Catalog.Products[i % shop.Catalog.Products.Length].Id.Value;
            string[] types = i % ReadsPerPurchase == 0 ? ["click", "view", "addToCart", "purchase"] : ["click", "view"];
            await client.RecordAsync(types.Select(
                type => new { eventId = $"{user}-{i}-{type}", userId = user, type, itemId = item }));
        }
    }

    private static async Task CheckCatalogAsync(DrillShop shop, ShopClient client, DrillTally tally)
    {
        SampleProduct[] sold =
        [.. shop.Catalog.Products.Where(product => product.CanBeHad(TimeProvider.System.GetUtcNow()))];
        bool?[] found = await Task.WhenAll(Enumerable.Range(
            0, CatalogSample).Select(i => client.HasItemAsync(sold[i * sold.Length / CatalogSample].Id.Value)));
        if (found.Count(has => has is not null) > CatalogSample / 2)
        {
            tally.CatalogIsPartial = found.Count(has => has is false) >= PartialFrom * CatalogSample;
        }
    }

    private static async Task EverySecondAsync(Func<Task> check, CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(1), TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await check();
            }
        }
        catch (OperationCanceledException)
        {
            // the shop is closed
        }
    }

    private static ImmutableDictionary<string, string> SettingsOf(
        DrillPlan plan, DrillWorld world, PostgresServer store, DelayProxy toStore, DelayProxy toUpstream)
    {
        string direct = store.Settings["Personalization__Postgres__ConnectionString"];
        return store.Settings.SetItems(new Dictionary<string, string>
        {
            ["Personalization__Postgres__ConnectionString"] = Port().Replace(direct, $"Port={toStore.EndPoint.Port}"),
            ["Personalization__SampleSeed"] = plan.Seed.ToString(CultureInfo.InvariantCulture),
            ["Personalization__Feeds__catalog__Url"] = $"http://127.0.0.1:{toUpstream.EndPoint.Port}/catalog",
            ["Personalization__Feeds__catalog__IntervalSeconds"] = "2",
            ["Personalization__Feeds__catalog__MaxAgeSeconds"] = "60",

            // The ranker has no gain on such a small log. The drill skips its training to start sooner.
            ["Personalization__Training__RankerTrees"] = "0",

            // The data quality checks learn from one minute of history instead of a day.
            ["Personalization__DataQuality__WindowSeconds"] = "1",
            ["Personalization__DataQuality__ReportSeconds"] = "1",
            ["Personalization__DataQuality__LearnMinutes"] = "1",
        }).SetItems(world.Settings);
    }

    private static int PortOf(PostgresServer store) =>
        int.Parse(Port().Match(store.ConnectionString).Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Port=(\d+)", RegexOptions.IgnoreCase)]
    private static partial Regex Port();
}
