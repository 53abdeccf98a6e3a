using System.Text;
using Personalization.ClusterTests.EndToEnd;
using Personalization.ClusterTests.Experiments;
using Personalization.Testing;
using Personalization.Testing.Contract;

namespace Personalization.ClusterTests.Maintenance;

/// <summary>
/// A data folder of the embedded store with everything a shop has: users, an alias, an opt-out, a forgotten user that
/// came back, a catalogue, a model and a running experiment. It is filled over REST and then stopped.
/// </summary>
public sealed class MovedShop : IAsyncLifetime
{
    private const int Users = EventStream.Users;

    private readonly TempFolder _data = new();

    /// <summary>Gets the data folder.</summary>
    internal string Path => _data.Path;

    /// <summary>Gets the number of users in the experiment's results.</summary>
    internal long Units { get; private set; }

    /// <summary>Gets what the engine answered before it stopped.</summary>
    internal ShopAnswers Answers { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await using EngineProcess engine = await EngineProcess.StartAsync(
            new EngineLaunch(_data.Path), TestContext.Current.CancellationToken);
        using HttpClient http = ContractHandler.Client(engine.Address);
        using WireClient client = new(engine);
        await FillAsync(http, client);

        // The first lists can log that a user enters the experiment.
        _ = await ShopAnswers.ReadAsync(http, Names());
        DateTimeOffset listed = TimeProvider.System.GetUtcNow();
        _ = await Eventually.Async(() => ShopAnswers.ResultsTimeAsync(http), time => time > listed);
        Units = await ShopAnswers.UnitsAsync(http);
        Assert.InRange(Units, Users, int.MaxValue);
        Answers = await ShopAnswers.ReadAsync(http, Names());
        Assert.Equal(0, await engine.TerminateAsync(TimeSpan.FromSeconds(60)));
    }

    public ValueTask DisposeAsync()
    {
        _data.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Gets the ids of the users.</summary>
    private static string[] Names() => [.. Enumerable.Range(0, Users).Select(EventStream.User), "guest", "left"];

    private static async Task FillAsync(HttpClient http, WireClient client)
    {
        string items = string.Join(',', Enumerable.Range(0, 4).SelectMany(group => Enumerable.Range(0, 20).Select(
            number => $$"""{"id":"{{EventStream.Item(group, number)}}","title":"t","categories":["c{{group}}"]}""")));
        await SendAsync(http, HttpMethod.Post, "/v1/items", $"[{items}]");
        EventStream stream = new(seed: 5, writer: 0);
        for (int i = 0; i < 300; i++)
        {
            _ = await client.PostUntilStoredAsync(stream.Next());
        }

        await SendAsync(http, HttpMethod.Post, "/v1/experiments", Trial.Json());
        await SendAsync(http, HttpMethod.Post, $"/v1/experiments/{Trial.Name}/start", "{}");
        _ = await client.TrainAsync();
        foreach (string user in Enumerable.Range(0, Users).Select(EventStream.User))
        {
            WireList list = await client.RecommendAsync(user, "count=5&deadlineMs=20000");
            _ = await client.PostUntilStoredAsync(
                new WireEvent($"buy-{user}", user, "purchase", list.Items.FirstOrDefault("item-0-1")));
        }

        _ = await client.PostUntilStoredAsync(new WireEvent("guest-1", "guest", "view", "item-1-2"));
        string known = Uri.EscapeDataString(EventStream.User(1));
        await SendAsync(http, HttpMethod.Post, $"/v1/users/{known}/merge", """{"from":"guest"}""");
        await SendAsync(http, HttpMethod.Put, $"/v1/users/{known}", """{"categories":["c1"],"optOut":true}""");
        _ = await client.PostUntilStoredAsync(new WireEvent("left-1", "left", "view", "item-1-3"));
        await SendAsync(http, HttpMethod.Delete, "/v1/users/left", null);
        _ = await client.PostUntilStoredAsync(new WireEvent("left-2", "left", "view", "item-1-4"));
    }

    private static async Task SendAsync(HttpClient http, HttpMethod method, string path, string? json)
    {
        using HttpRequestMessage request = new(method, new Uri(path, UriKind.Relative))
        {
            Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"),
        };
        using HttpResponseMessage answer = await http.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {await answer.Content.ReadAsStringAsync()}");
    }
}
