using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Personalization.Testing.Cluster;
using Personalization.Testing.Contract;
using Personalization.Testing.Postgres;

namespace Personalization.ClusterTests.Cluster;

/// <summary>Silos restart one by one under load, as in a rolling upgrade. No request of a client fails.</summary>
public sealed class RollingRestartTests(ITestOutputHelper output)
{
    private const int Clients = 8;
    private const int Users = 40;

    [Theory]
    [InlineData(2, 1, 0)]
    [InlineData(0, 1, 2)]
    public async Task No_request_fails_while_every_silo_restarts(int silos, int apis, int nodes)
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        await using TestDatabase database = await TestDatabase.CreateAsync();
        await using LocalCluster cluster = await LocalCluster.StartAsync(
            new ClusterPlan(silos, apis, nodes) { Environment = DatabaseSettings.Of(database), Sample = true },
            cancellationToken);
        await cluster.WaitForModelAsync(cancellationToken);
        ConcurrentBag<string> failures = [];
        ConcurrentDictionary<string, int> levels = [];
        using CancellationTokenSource done = new();
        Uri door = cluster.Members.Single(member => member.Kind == ProcessKind.Api).Process.Address;
        Task[] clients = [.. Enumerable.Range(0, Clients).Select(
            client => Task.Run(
                () => SendUntilDoneAsync(door, client, failures, levels, done.Token), CancellationToken.None))];
        foreach (ClusterProcess silo in cluster.Members.Where(member => member.Kind != ProcessKind.Api))
        {
            await silo.RestartAsync(cancellationToken);
        }

        await done.CancelAsync();
        await Task.WhenAll(clients);
        output.WriteLine(string.Join(", ", levels.Select(level => $"{level.Value} {level.Key}")));
        Assert.Empty(failures);
    }

    private static async Task SendUntilDoneAsync(
        Uri door,
        int client,
        ConcurrentBag<string> failures,
        ConcurrentDictionary<string, int> levels,
        CancellationToken done)
    {
        using HttpClient http = ContractHandler.Client(door);
        for (int n = 0; !done.IsCancellationRequested; n++)
        {
            string user = string.Create(CultureInfo.InvariantCulture, $"u{n % Users}");
            using HttpResponseMessage written = await http.PostAsJsonAsync(
                "/v1/events",
                new { eventId = $"{client}-{n}", userId = user, type = "view", itemId = $"p-{(n % 400) + 1:0000}" },
                CancellationToken.None);
            if (written.StatusCode != HttpStatusCode.Accepted)
            {
                failures.Add(
                    $"event: {written.StatusCode} {await written.Content.ReadAsStringAsync(CancellationToken.None)}");
            }

            using HttpResponseMessage read = await http.GetAsync(
                new Uri($"/v1/users/{user}/recommendations", UriKind.Relative), CancellationToken.None);
            string list = await read.Content.ReadAsStringAsync(CancellationToken.None);
            if (read.StatusCode != HttpStatusCode.OK)
            {
                failures.Add($"list: {read.StatusCode} {list}");
            }

            _ = levels.AddOrUpdate(list.Split("\"fallbackLevel\":\"")[^1].Split('"')[0], 1, (_, count) => count + 1);
        }
    }
}
