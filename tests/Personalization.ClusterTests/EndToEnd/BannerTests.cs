using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Personalization.Testing;
using Personalization.Testing.Contract;

namespace Personalization.ClusterTests.EndToEnd;

/// <summary>The calls that a started program suggests work with its data.</summary>
public sealed partial class BannerTests
{
    private const string SampleItem = "p-0001";

    [Fact]
    public async Task An_empty_engine_without_the_sample_suggests_a_new_item()
    {
        using TempFolder data = new();
        await using EngineProcess engine = await StartAsync(new(data.Path));
        Suggestion[] calls = await SuggestionsAsync(engine);

        Assert.DoesNotContain(SampleItem, engine.Output, StringComparison.Ordinal);
        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.Accepted, HttpStatusCode.OK], await SendAsync(calls));
    }

    [Fact]
    public async Task A_catalog_without_the_sample_is_not_mistaken_for_the_sample()
    {
        using TempFolder data = new();
        await using (EngineProcess before = await StartAsync(new(data.Path)))
        {
            _ = await SendAsync(await SuggestionsAsync(before));
            Assert.Equal(0, await before.TerminateAsync(TimeSpan.FromSeconds(30)));
        }

        EngineLaunch again = new EngineLaunch(data.Path).With("Personalization__Sample", "true");
        await using EngineProcess engine = await StartAsync(again);
        Suggestion[] calls = await SuggestionsAsync(engine);

        Assert.DoesNotContain(SampleItem, engine.Output, StringComparison.Ordinal);
        Assert.All(await SendAsync(calls), status => Assert.InRange((int)status, 200, 202));
    }

    [Fact]
    public async Task An_engine_that_loads_the_sample_suggests_an_item_of_the_sample()
    {
        using TempFolder data = new();
        EngineLaunch launch = new EngineLaunch(data.Path)
            .With("Personalization__Sample", "true").With("Personalization__Training__Search", "false");
        await using EngineProcess engine = await StartAsync(launch);
        Suggestion[] calls = await SuggestionsAsync(engine);

        Assert.Contains(SampleItem, calls[1].Body, StringComparison.Ordinal);
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Accepted, HttpStatusCode.OK], await SendAsync(calls));
    }

    /// <summary>Waits until the program has printed all three calls, and gets them.</summary>
    private static Task<Suggestion[]> SuggestionsAsync(EngineProcess engine) => Eventually.Async(
        () => Task.FromResult<Suggestion[]>([.. Curl().Matches(engine.Output).Select(Suggestion.Of)]),
        calls => calls.Length == 3);

    private static Task<EngineProcess> StartAsync(EngineLaunch launch) =>
        EngineProcess.StartAsync(launch, TestContext.Current.CancellationToken);

    private static async Task<HttpStatusCode[]> SendAsync(Suggestion[] calls)
    {
        using HttpClient http = ContractHandler.Client();
        List<HttpStatusCode> statuses = [];
        foreach (Suggestion call in calls)
        {
            using HttpRequestMessage request = new(new HttpMethod(call.Method), call.Url);
            if (call.Body.Length > 0)
            {
                request.Content = new StringContent(call.Body, Encoding.UTF8, "application/json");
            }

            using HttpResponseMessage answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
            statuses.Add(answer.StatusCode);
        }

        return [.. statuses];
    }

    [GeneratedRegex(@"curl (?:-X (?<method>\S+) )?'?(?<url>http[^\s']+)'?(?: -H '[^']*' -d '(?<body>[^']*)')?")]
    private static partial Regex Curl();

    private sealed record Suggestion(string Method, Uri Url, string Body)
    {
        public static Suggestion Of(Match call) => new(
            call.Groups["method"].Success ? call.Groups["method"].Value : "GET",
            new Uri(call.Groups["url"].Value), call.Groups["body"].Value);
    }
}
