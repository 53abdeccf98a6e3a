using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using CsCheck;
using Personalization.ClusterTests.EndToEnd;
using Personalization.Testing;

namespace Personalization.ClusterTests.Fuzz;

/// <summary>For any input, the engine answers as documented, stays alive, and keeps the accepted events.</summary>
[Trait("Category", "Fuzz")]
public sealed class HostileInputTests(ITestOutputHelper output)
{
    private const int Lanes = 8;
    private const int MaxReported = 20;

    /// <summary>
    /// The engine's body limit. The engine does not read the rest of a longer body and closes the connection.
    /// </summary>
    private const int LargestBody = 4 * 1024 * 1024;

    private static readonly int RequestsPerLane = int.Parse(
        Environment.GetEnvironmentVariable("PERSONALIZATION_FUZZ_REQUESTS") ?? "6000", CultureInfo.InvariantCulture)
            / Lanes;

    /// <summary>
    /// Operations that need another state: several models, a feed, a data quality break, an experiment or a rollout.
    /// </summary>
    private static readonly string[] NotServed =
    ["/v1/models", "/v1/feeds/{", "/v1/data-quality/windows", "/v1/experiments", "/v1/rollouts", "/v1/keys",
        "/v1/users/{id}/unmerge", "/v1/users/{id}/pages", "/v1/rules/{", "/v1/placements/{",
        "/v1/webhooks"];

    [Fact]
    public async Task Hostile_requests_are_refused_as_documented_and_accepted_events_are_stored()
    {
        ulong seed = Environment.GetEnvironmentVariable("PERSONALIZATION_FUZZ_SEED") is { } text
            ? ulong.Parse(text, CultureInfo.InvariantCulture)
            : 20_261_122;
        output.WriteLine($"seed {seed} (PERSONALIZATION_FUZZ_SEED)");
        using TempFolder data = new();
        await using EngineProcess engine = await EngineProcess.StartAsync(
            new EngineLaunch(data.Path), TestContext.Current.CancellationToken);
        await PrepareAsync(engine);
        ApiDescription description = new(await DescribeAsync(engine));
        AcceptedEvents accepted = new();
        ConcurrentQueue<string> broken = new();
        ConcurrentDictionary<string, int> statuses = new();
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(
            lane => Task.Run(() => FuzzAsync(engine, description, seed, lane, accepted, broken, statuses))));

        output.WriteLine(string.Join(
            Environment.NewLine,
            statuses.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $"{s.Value,6} {s.Key}")));
        Assert.True(engine.IsAlive, $"The engine died.{Environment.NewLine}{engine.Output}");
        Assert.True(broken.IsEmpty, $"seed {seed}, {broken.Count} broken "
            + $"answers:{Environment.NewLine}{string.Join(Environment.NewLine, broken.Take(MaxReported))}");
        Assert.Equal(Lanes * RequestsPerLane, statuses.Values.Sum());
        EveryOperationIsReached(description, statuses);
        await AssertAcceptedAreStoredAsync(engine, accepted);
    }

    /// <summary>Prepares events and a live model, so that hostile requests reach the code behind them.</summary>
    private static async Task PrepareAsync(EngineProcess engine)
    {
        using WireClient client = new(engine);
        EventStream stream = new(seed: 1, writer: 0);
        for (int request = 0; request < 100; request++)
        {
            _ = await client.PostUntilStoredAsync(stream.Next());
        }

        _ = await client.TrainAsync();
    }

    private static async Task<JsonElement> DescribeAsync(EngineProcess engine)
    {
        using HttpClient http = new() { BaseAddress = engine.Address };
        using JsonDocument document = JsonDocument.Parse(await http.GetStringAsync(
            new Uri("/openapi/v1.json", UriKind.Relative), TestContext.Current.CancellationToken));
        return document.RootElement.Clone();
    }

    private static async Task FuzzAsync(
        EngineProcess engine,
        ApiDescription description,
        ulong seed,
        int lane,
        AcceptedEvents accepted,
        ConcurrentQueue<string> broken,
        ConcurrentDictionary<string, int> statuses)
    {
        Gen<FuzzRequest> requests = new RequestGenerator(description, lane).Requests();
        PCG random = new((uint)lane, seed);
        using FuzzConnection connection = new(engine.Address.Port);
        FuzzRequest? last = null;
        for (int i = 0; i < RequestsPerLane && engine.IsAlive; i++)
        {
            FuzzRequest request = requests.Generate(random, null, out _);
            FuzzAnswer answer;
            int retries = connection.Retries;
            try
            {
                answer = await connection.AskAsync(request);
            }
            catch (Exception error) when (error is IOException or OperationCanceledException)
            {
                connection.Dispose();
                broken.Enqueue($"no answer ({error.Message}) to {request}");
                continue;
            }

            if (connection.Retries > retries && last?.Body is not { Length: > LargestBody })
            {
                broken.Enqueue($"the connection closed without an answer after: {last}");
            }

            last = request;
            _ = statuses.AddOrUpdate($"{request.Operation} {answer.Status}", 1, (_, count) => count + 1);
            accepted.Note(request, answer);
            if (AnswerRules.Broken(request, answer, description.Contract) is { } fault)
            {
                broken.Enqueue($"{fault}: {request}{Environment.NewLine}    answered {answer}");
            }
        }
    }

    /// <summary>
    /// Asserts that every operation was called and succeeded at least once. A fuzzer whose requests are all refused
    /// tests nothing.
    /// </summary>
    private static void EveryOperationIsReached(ApiDescription description, ConcurrentDictionary<string, int> statuses)
    {
        Assert.NotEmpty(description.Operations);
        foreach (ApiOperation operation in description.Operations.Where(
            o => !NotServed.Any(path => o.Path.StartsWith(path, StringComparison.Ordinal))))
        {
            Assert.True(operation.Statuses.Where(status => status < 300).Any(
                status => statuses.ContainsKey($"{operation} {status}")), $"{operation} was never served.");
        }
    }

    private async Task AssertAcceptedAreStoredAsync(EngineProcess engine, AcceptedEvents accepted)
    {
        using WireClient client = new(engine);
        output.WriteLine(
            $"{accepted.ByUser.Sum(user => user.Value.Count)} events of {accepted.ByUser.Count} users accepted");
        Assert.NotEmpty(accepted.ByUser);
        foreach ((string user, ConcurrentBag<string> events) in accepted.ByUser)
        {
            string[] log = await client.ExportAsync(user);
            Assert.Equal(log.Distinct(StringComparer.Ordinal).Count(), log.Length);
            Assert.Empty(events.Except(log, StringComparer.Ordinal));
        }
    }
}
