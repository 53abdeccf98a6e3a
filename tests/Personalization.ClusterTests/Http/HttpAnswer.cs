using System.Text.Json;

namespace Personalization.ClusterTests.Http;

/// <summary>A response of the API.</summary>
public sealed record HttpAnswer(int Status, string? Type, string Text)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>The problem code.</summary>
    public string Problem => Json.GetProperty("type").GetString()!["urn:personalization:problem:".Length..];

    /// <summary>Path and code of every error, sorted.</summary>
    public IEnumerable<string> Errors => Json.GetProperty("errors").EnumerateArray()
        .Select(error => $"{error.GetProperty("path").GetString()} {error.GetProperty("code").GetString()}")
        .Order(StringComparer.Ordinal);

    /// <summary>The status of every result of a batch, in the batch's order.</summary>
    public IEnumerable<string?> Statuses =>
        Json.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("status").GetString());

    /// <summary>Formats the response for assertion messages.</summary>
    public override string ToString() => $"{Status} {Text}";

    public long Number(string name) => Json.GetProperty(name).GetInt64();
}
