using System.Text;
using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Benchmarks.Load;
using Personalization.Client.Api.Events;

namespace Personalization.IntegrationTests.Load;

public sealed class TrafficSourceTests
{
    private static readonly LoadOptions Options = new()
    {
        Addresses = [new Uri("http://127.0.0.1:1")],
        Run = "r1",
        ReadShare = .6,
        BatchShare = .25,
        BatchSize = 20,
        Users = 1_000,
        ItemIds = new IdPattern("p-####"),
    };

    [Fact]
    public void The_nth_request_depends_on_seed_and_worker_alone()
    {
        string[] requests = Requests(Options, worker: 0);

        Assert.Equal(requests, Requests(Options, worker: 0));
        Assert.NotEqual(requests, Requests(Options, worker: 1));
        Assert.NotEqual(requests, Requests(Options with { Seed = 2 }, worker: 0));
    }

    [Fact]
    public void The_mix_matches_the_options()
    {
        OperationKind[] kinds = [.. Operations(Options, worker: 0, count: 20_000).Select(operation => operation.Kind)];

        Assert.InRange(kinds.Count(kind => kind == OperationKind.Read) / 20_000.0, .58, .62);
        Assert.InRange(kinds.Count(kind => kind == OperationKind.Event) / 20_000.0, .28, .32);
        Assert.InRange(kinds.Count(kind => kind == OperationKind.Batch) / 20_000.0, .08, .12);
    }

    [Fact]
    public void The_engine_reads_every_event_with_the_ids_that_the_generator_reports()
    {
        TrafficSource source = new(Options, worker: 3);
        HashSet<string> ids = [];
        for (int i = 0; i < 500; i++)
        {
            Operation operation = new();
            source.Draw(operation);
            RawEvent[] events = EventsOf(operation);

            Assert.Equal(operation.Users.Count, events.Length);
            for (int at = 0; at < events.Length; at++)
            {
                Assert.Equal(source.EventId(operation, at), events[at].EventId);
                Assert.Equal(Options.UserIds.Of(operation.Users[at]), events[at].UserId);
                Assert.True(ids.Add(events[at].EventId!), $"{events[at].EventId} twice");
            }
        }

        Assert.True(ids.Count > 500, $"{ids.Count} events");
    }

    private static RawEvent[] EventsOf(Operation operation)
    {
        string text = Text(operation);
        string body = text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        if (operation.Kind == OperationKind.Read)
        {
            Assert.StartsWith("GET /v1/users/u", text, StringComparison.Ordinal);
            Assert.Equal(string.Empty, body);
            return [];
        }

        Assert.Contains($"Content-Length: {body.Length}\r\n", text, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(body);
        Assert.Equal(
            operation.Kind == OperationKind.Batch ? JsonValueKind.Array : JsonValueKind.Object,
            json.RootElement.ValueKind);
        return [.. (operation.Kind == OperationKind.Batch
            ? json.RootElement.EnumerateArray().ToArray()
            : [json.RootElement]).Select(ReadEvent)];
    }

    private static RawEvent ReadEvent(JsonElement element)
    {
        Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(element.GetRawText()));
        Assert.True(reader.Read());
        List<ValidationError> errors = [];
        RawEvent read = RawEventReader.Read(ref reader, string.Empty, errors);
        Assert.Empty(errors);
        return read;
    }

    private static string[] Requests(LoadOptions options, int worker) =>
    [.. Operations(options, worker, 200).Select(Text)];

    private static IEnumerable<Operation> Operations(LoadOptions options, int worker, int count)
    {
        TrafficSource source = new(options, worker);
        for (int i = 0; i < count; i++)
        {
            Operation operation = new();
            source.Draw(operation);
            yield return operation;
        }
    }

    private static string Text(Operation operation) => Encoding.ASCII.GetString(operation.Bytes, 0, operation.Length);
}
