using System.Text.Json;

namespace Personalization.ClusterTests.Http;

/// <summary>The examples of the OpenAPI document work.</summary>
public sealed class ExampleTests(HttpEngine engine) : IClassFixture<HttpEngine>
{
    /// <summary>Operations whose example needs another state: a model version, a merge, an older version.</summary>
    private static readonly string[] NeedState =
        ["/v1/rollouts", "/revert", "/unmerge", "/rotate", "/preview", "/tokens"];

    [Fact]
    public async Task Each_body_has_an_example_that_the_API_accepts()
    {
        using JsonDocument document = JsonDocument.Parse(
            await engine.Http.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken));
        int accepted = 0;
        foreach (JsonProperty path in document.RootElement.GetProperty("paths").EnumerateObject())
        {
            foreach (JsonProperty operation in path.Value.EnumerateObject()
                .Where(o => o.Value.TryGetProperty("requestBody", out _)).OrderBy(o => o.Name == "patch"))
            {
                string name = $"{operation.Name.ToUpperInvariant()} {path.Name}";
                Assert.True(
                    operation.Value.GetProperty("requestBody").GetProperty("content").GetProperty("application/json")
                        .TryGetProperty("example", out JsonElement example),
                    $"{name} has no example");
                HttpAnswer answer = await engine.SendAsync(
                    operation.Name.ToUpperInvariant(),
                    path.Name.Replace("{id}", "variety", StringComparison.Ordinal)
                        .Replace("{version}", "v", StringComparison.Ordinal),
                    example.GetRawText());
                Assert.True(answer.Status != 422, $"{name} refused its example: {answer}");
                bool works = answer.Status < 300;
                Assert.True(
                    works || NeedState.Any(part => name.Contains(part, StringComparison.Ordinal))
                        || answer.Problem is "conflict" or "notFound",
                    $"{name} answered its example with {answer}");
                accepted += works ? 1 : 0;
            }
        }

        Assert.True(accepted >= 12, $"{accepted} examples were accepted");
    }
}
