using System.Text.Json;

namespace Personalization.Tests.Api.Edge;

/// <summary>What came back.</summary>
internal sealed record EdgeAnswer(int Status, string? Type, TimeSpan? RetryAfter, string Text)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>The kind of a problem; checks that it has the shape every problem has.</summary>
    public string Problem()
    {
        Assert.Equal("application/problem+json", Type);
        Assert.Equal(Status, Json.GetProperty("status").GetInt32());
        Assert.NotEmpty(Json.GetProperty("title").GetString()!);
        Assert.NotEmpty(Json.GetProperty("traceId").GetString()!);
        Assert.DoesNotContain("   at ", Text, StringComparison.Ordinal);
        return Json.GetProperty("type").GetString()!["urn:personalization:problem:".Length..];
    }
}
