using System.Text.Json;

namespace Personalization.ClusterTests.Http;

/// <summary>What came back.</summary>
public sealed record HttpAnswer(int Status, string? Type, string Text)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>The kind of a problem.</summary>
    public string Problem => Json.GetProperty("type").GetString()!["urn:personalization:problem:".Length..];

    /// <summary>Path and code of every error listed, in order.</summary>
    public IEnumerable<string> Errors => Json.GetProperty("errors").EnumerateArray()
        .Select(error => $"{error.GetProperty("path").GetString()} {error.GetProperty("code").GetString()}")
        .Order(StringComparer.Ordinal);

    /// <summary>The status of every result of a batch, in order.</summary>
    public IEnumerable<string?> Statuses =>
        Json.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("status").GetString());

    /// <summary>For the messages of tests that fail.</summary>
    public override string ToString() => $"{Status} {Text}";

    public long Number(string name) => Json.GetProperty(name).GetInt64();
}
