using System.Text.Json;

namespace Personalization.Tests.Api.Edge;

/// <summary>A response of the API.</summary>
internal sealed record EdgeAnswer(int Status, string? Type, TimeSpan? RetryAfter, string Text)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>Returns the problem code, after it checks the shape of the problem.</summary>
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
