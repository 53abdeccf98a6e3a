using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using CsCheck;
using Personalization.Testing;
using Personalization.Testing.Contract;

namespace Personalization.ClusterTests.Fuzz;

/// <summary>
/// For any route, key, user token and origin: a role does only what it may, and a public key reaches only the user of
/// its token.
/// </summary>
[Trait("Category", "Fuzz")]
public sealed class AccessFuzzTests(ITestOutputHelper output)
{
    private const int Lanes = 4;
    private const int Users = 21;
    private const int MaxReported = 20;

    [Fact]
    public async Task H3_no_role_does_more_than_it_may_and_no_public_key_reaches_another_user()
    {
        ulong seed = Number("PERSONALIZATION_FUZZ_SEED", 20_261_130);
        int requests = (int)Number("PERSONALIZATION_FUZZ_REQUESTS", 6_000) / Lanes;
        output.WriteLine($"seed {seed} (PERSONALIZATION_FUZZ_SEED), {requests * Lanes} requests");
        using TempFolder data = new();
        await using EngineProcess engine = await EngineProcess.StartAsync(
            AccessKeys.Configure(new EngineLaunch(data.Path)), TestContext.Current.CancellationToken);
        using HttpClient http = ContractHandler.Client(engine.Address);
        await MarkUsersAsync(http);
        ApiDescription description = await DescribeAsync(http);
        ConcurrentQueue<string> broken = new();
        ConcurrentDictionary<string, int> served = new();
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => Task.Run(
            () => FuzzAsync(engine, description, seed, lane, requests, broken, served))));

        output.WriteLine(string.Join(
            Environment.NewLine,
            served.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $"{s.Value,6} {s.Key}")));
        Assert.True(engine.IsAlive, $"The engine died.{Environment.NewLine}{engine.Output}");
        Assert.True(broken.IsEmpty, $"seed {seed}, {broken.Count} broken "
            + $"answers:{Environment.NewLine}{string.Join(Environment.NewLine, broken.Take(MaxReported))}");

        // A fuzzer whose requests are all refused tests nothing.
        Assert.All(AccessKeys.Roles, role => Assert.Contains(role, served.Keys));
        Assert.Contains("public GET /v1/users/{id}/recommendations", served.Keys);
        Assert.Contains("public POST /v1/events", served.Keys);
    }

    /// <summary>Writes a text into each user's log that no other user's response may contain.</summary>
    private static async Task MarkUsersAsync(HttpClient http)
    {
        foreach (string role in AccessKeys.Roles.Where(role => role != "public"))
        {
            // The address uses each key once, before wrong keys slow it down.
            using HttpRequestMessage first = new(HttpMethod.Post, "/v1/tokens");
            first.Headers.Add("X-Api-Key", AccessKeys.TextOf(role));
            using HttpResponseMessage _ = await http.SendAsync(first);
        }

        object[] events = [.. AccessKeys.Subjects(Users).Select(user => new
        {
            eventId = AccessKeys.MarkOf(user),
            userId = user,
            type = "view",
            itemId = "item",
            properties = new { mark = AccessKeys.MarkOf(user) },
        })];
        using HttpRequestMessage request = new(HttpMethod.Post, "/v1/events") { Content = JsonContent.Create(events) };
        request.Headers.Add("X-Api-Key", AccessKeys.TextOf("ingest"));
        using HttpResponseMessage response = await http.SendAsync(request);
        string answer = await response.Content.ReadAsStringAsync();
        Assert.Contains($"\"accepted\":{events.Length}", answer, StringComparison.Ordinal);
    }

    private static async Task<ApiDescription> DescribeAsync(HttpClient http)
    {
        using JsonDocument document = JsonDocument.Parse(await http.GetStringAsync(
            new Uri("/openapi/v1.json", UriKind.Relative), TestContext.Current.CancellationToken));
        return new ApiDescription(document.RootElement.Clone());
    }

    private static async Task FuzzAsync(
        EngineProcess engine,
        ApiDescription description,
        ulong seed,
        int lane,
        int requests,
        ConcurrentQueue<string> broken,
        ConcurrentDictionary<string, int> served)
    {
        Gen<(AccessCase Case, FuzzRequest Request)> cases = AccessCase.Generate(
            new RequestGenerator(description, lane).Requests(), description, Users);
        PCG random = new((uint)lane, seed);
        using FuzzConnection connection = new(engine.Address.Port);
        for (int i = 0; i < requests && engine.IsAlive; i++)
        {
            (AccessCase who, FuzzRequest request) = cases.Generate(random, null, out _);
            FuzzAnswer answer;
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

            if (answer.Status < 300)
            {
                _ = served.AddOrUpdate(who.Role, 1, (_, count) => count + 1);
                _ = served.AddOrUpdate($"{who.Role} {request.Operation}", 1, (_, count) => count + 1);
            }

            string? wrong = AnswerRules.Broken(request, answer, description.Contract);
            if ((wrong ?? AccessRules.Broken(who, request, answer)) is { } fault)
            {
                broken.Enqueue($"{fault}: {who} {request}{Environment.NewLine}    answered {answer}");
            }
        }
    }

    private static ulong Number(string variable, ulong otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { } text
            ? ulong.Parse(text, CultureInfo.InvariantCulture)
            : otherwise;
}
