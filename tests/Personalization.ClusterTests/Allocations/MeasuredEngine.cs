using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Personalization.Testing;

namespace Personalization.ClusterTests.Allocations;

/// <summary>The shipped program with the sample shop, and the bytes that it allocates for an operation.</summary>
/// <remarks>
/// The program runs without tiered compilation: the compiler of hot code removes allocations, and it does so at another
/// time in each run. Requests follow one another on one connection. The figure is the smallest of many short rounds:
/// work that the program does from time to time only adds to a round.
/// </remarks>
internal sealed class MeasuredEngine : IAsyncDisposable
{
    private const int Users = 50;
    private const int Rounds = 40;

    private readonly TempFolder _folder = new();
    private readonly MemoryProbe _probe = new();
    private readonly HttpClient _http = new();
    private EngineProcess? _engine;
    private string[] _items = [];
    private int _sent;

    /// <summary>Starts the program and waits for its first model.</summary>
    public static async Task<MeasuredEngine> StartAsync()
    {
        MeasuredEngine measured = new();
        await measured.OpenAsync();
        return measured;
    }

    /// <summary>Measures one event per request.</summary>
    public Task<double> SingleEventAsync() => MeasureAsync(
        () => Task.CompletedTask, async () =>
        {
            for (int user = 0; user < Users; user++)
            {
                await PostAsync(Event(user));
            }
        });

    /// <summary>Measures an event in a batch. Each event of a batch has another user.</summary>
    public Task<double> BatchedEventAsync() => MeasureAsync(() => Task.CompletedTask, EventsOfAllAsync);

    /// <summary>Measures a list that its user has received before.</summary>
    public Task<double> CachedListAsync() => MeasureAsync(ListsOfAllAsync, ListsOfAllAsync);

    /// <summary>Measures the first list after an event of its user.</summary>
    public Task<double> FreshListAsync() => MeasureAsync(EventsOfAllAsync, ListsOfAllAsync);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }

        _folder.Dispose();
    }

    private async Task OpenAsync()
    {
        EngineLaunch launch = _probe.Attach(new EngineLaunch(_folder.Path))
            .With("DOTNET_TieredCompilation", "0")
            .With("Personalization__Sample", "true");
        _engine = await EngineProcess.StartAsync(launch, TestContext.Current.CancellationToken);
        _http.BaseAddress = _engine.Address;
        _ = await Eventually.Async(ModelsAsync, models => models.TryGetProperty("live", out _)
            && !models.GetProperty("training").GetProperty("running").GetBoolean());
        JsonElement popular = await JsonAsync("/v1/popular?count=200");
        _items = [.. popular.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];
        for (int past = 0; past < 10; past++)
        {
            await EventsOfAllAsync();
        }
    }

    /// <summary>Measures the bytes per operation. The first round only warms up.</summary>
    private async Task<double> MeasureAsync(Func<Task> prepare, Func<Task> run)
    {
        double least = double.MaxValue;
        for (int round = 0; round <= Rounds; round++)
        {
            await prepare();
            long before = _probe.Allocated();
            await run();
            double here = (_probe.Allocated() - before) / (double)Users;
            least = round == 0 ? least : Math.Min(least, here);
        }

        return least;
    }

    private Task EventsOfAllAsync() =>
        PostAsync($"[{string.Join(',', Enumerable.Range(0, Users).Select(Event))}]");

    private async Task ListsOfAllAsync()
    {
        for (int user = 0; user < Users; user++)
        {
            // A busy machine must not make the list late.
            string path = string.Create(
                CultureInfo.InvariantCulture, $"/v1/users/a{user}/recommendations?count=20&deadlineMs=20000");
            using HttpResponseMessage answer = await _http.GetAsync(new Uri(path, UriKind.Relative));
            string body = await answer.Content.ReadAsStringAsync();
            Assert.Contains("\"fallbackLevel\":\"fresh\"", body, StringComparison.Ordinal);
        }
    }

    private string Event(int user)
    {
        int number = _sent++;
        return string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"eventId":"e{{number}}","userId":"a{{user}}","type":"view","itemId":"{{Item(number)}}"}""");
    }

    private string Item(int number) => _items[number * 7 % _items.Length];

    private async Task PostAsync(string events)
    {
        using StringContent content = new(events, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await _http.PostAsync(new Uri("/v1/events", UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        _ = await answer.Content.ReadAsByteArrayAsync();
    }

    private Task<JsonElement> ModelsAsync() => JsonAsync("/v1/models");

    private async Task<JsonElement> JsonAsync(string path)
    {
        using JsonDocument json = JsonDocument.Parse(
            await _http.GetByteArrayAsync(new Uri(path, UriKind.Relative)));
        return json.RootElement.Clone();
    }
}
