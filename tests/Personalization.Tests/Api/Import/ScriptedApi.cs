using System.Net;
using System.Text;
using System.Text.Json;

namespace Personalization.Tests.Api.Import;

/// <summary>A scripted API: detects duplicate ids, and first returns the queued failures.</summary>
internal sealed class ScriptedApi : HttpMessageHandler
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _known = [];

    public Queue<Func<HttpResponseMessage>> Failures { get; } = new();

    public Dictionary<string, List<string>> ItemsOfUser { get; } = [];

    public int Requests { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string body = await request.Content!.ReadAsStringAsync(cancellationToken);
        lock (_gate)
        {
            Requests++;
            return Failures.TryDequeue(out Func<HttpResponseMessage>? fail)
                ? fail()
                : Answer(body.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
    }

    private HttpResponseMessage Answer(string[] lines)
    {
        string[] statuses = [.. lines.Select(Take)];
        const string errors = """[{"path":"$","code":"x","message":"no such item"}]""";
        IEnumerable<string> results = statuses.Select(
            (status, i) => $$"""{"index":{{i}},"status":"{{status}}","errors":{{errors}}}""");
        string answer = $$"""
            {"results":[{{string.Join(',', results)}}],"accepted":{{statuses.Count(s => s == "accepted")}},
             "duplicates":{{statuses.Count(s => s == "duplicate")}},
             "rejected":{{statuses.Count(s => s == "rejected")}},"unavailable":0}
            """;
        return new HttpResponseMessage(HttpStatusCode.Accepted)
        {
            Content = new StringContent(answer, Encoding.UTF8, "application/json")
        };
    }

    private string Take(string line)
    {
        using JsonDocument json = JsonDocument.Parse(line);
        JsonElement root = json.RootElement;
        string item = root.GetProperty("itemId").GetString()!;
        if (item == "bad")
        {
            return "rejected";
        }

        if (!_known.Add(root.GetProperty("eventId").GetString()!))
        {
            return "duplicate";
        }

        string user = root.GetProperty("userId").GetString()!;
        if (!ItemsOfUser.TryGetValue(user, out List<string>? items))
        {
            ItemsOfUser[user] = items = [];
        }

        items.Add(item);
        return "accepted";
    }
}
