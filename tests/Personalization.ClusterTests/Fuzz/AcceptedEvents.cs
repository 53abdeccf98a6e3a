using System.Collections.Concurrent;
using System.Text.Json;

namespace Personalization.ClusterTests.Fuzz;

/// <summary>Remembers the accepted events of each user.</summary>
internal sealed class AcceptedEvents
{
    private readonly ConcurrentDictionary<string, ConcurrentBag<string>> _byUser = new(StringComparer.Ordinal);

    /// <summary>Gets the accepted event ids of each user.</summary>
    public IReadOnlyDictionary<string, ConcurrentBag<string>> ByUser => _byUser;

    /// <summary>Records an answer to posted events.</summary>
    public void Note(FuzzRequest request, FuzzAnswer answer)
    {
        if (request.Target.Split('?')[0] != "/v1/events" || answer.Status != 202 || request.Body is null)
        {
            return;
        }

        JsonElement[] sent = Elements(request);
        using JsonDocument outcome = JsonDocument.Parse(answer.Body);
        foreach (JsonElement result in outcome.RootElement.GetProperty("results").EnumerateArray())
        {
            if (result.GetProperty("status").GetString() == "accepted")
            {
                // Only the answer names the id of an order line.
                JsonElement accepted = sent[result.GetProperty("index").GetInt32()];
                _byUser.GetOrAdd(accepted.GetProperty("userId").GetString()!, _ => []).Add(
                    result.GetProperty("eventId").GetString()!);
            }
        }
    }

    private static JsonElement[] Elements(FuzzRequest request)
    {
        string text = System.Text.Encoding.UTF8.GetString(request.Body!).TrimStart('\uFEFF');
        if (request.ContentType!.Contains("ndjson", StringComparison.OrdinalIgnoreCase))
        {
            return [.. text.Split('\n').Where(line => line.Trim(' ', '\t', '\r').Length > 0).Select(Line)];
        }

        JsonElement root = Line(text);
        return root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray()] : [root];
    }

    /// <summary>Gets an invalid line as it is, so that the other lines keep their numbers.</summary>
    private static JsonElement Line(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
