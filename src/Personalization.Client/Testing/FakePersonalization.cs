using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Personalization.Client.Events;
using Personalization.Client.Recommendations;

namespace Personalization.Client.Testing;

/// <summary>
/// A personalization API in memory, for tests of an application: it answers with set lists, records the events, and can
/// fail on demand.
/// </summary>
/// <remarks>Calls run through the real client, so that a test also checks what would be sent.</remarks>
public sealed class FakePersonalization : IDisposable
{
    private readonly ConcurrentDictionary<string, RecommendationList> _lists = new();
    private readonly ConcurrentDictionary<string, string> _answers = new();
    private readonly ConcurrentQueue<InteractionEvent> _events = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly HttpClient _http;
    private volatile string? _failure;
    private long _version;

    /// <summary>Creates an API that knows no user and no item.</summary>
    public FakePersonalization()
    {
        _http = new HttpClient(new Handler(this)) { BaseAddress = new Uri("http://fake.invalid/") };
        Client = new PersonalizationClient(_http);
    }

    /// <summary>The client to give to the application.</summary>
    public PersonalizationClient Client { get; }

    /// <summary>The recorded events, oldest first.</summary>
    public IReadOnlyList<InteractionEvent> Events => [.. _events];

    /// <summary>The requests, oldest first, for example <c>GET /v1/users/ann/recommendations?count=5</c>.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    /// <summary>Sets the items that a user gets in every list and row. Other users get an empty list.</summary>
    public void Recommend(string userId, params string[] itemIds) => _lists[userId] = ListOf(itemIds);

    /// <summary>Sets the JSON answer of another path, for example <c>GET /v1/models</c>.</summary>
    public void Answer(string methodAndPath, string json) => _answers[methodAndPath] = json;

    /// <summary>Lets every call fail with a problem code until <see cref="Recover"/> is called.</summary>
    public void Fail(string code = Http.ProblemCodes.Unavailable) => _failure = code;

    /// <summary>Ends the failures.</summary>
    public void Recover() => _failure = null;

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static RecommendationList ListOf(string[] itemIds) => new()
    {
        RecommendationId = "fake-list",
        Items = [.. itemIds.Select((id, i) => new RecommendedItem(id, itemIds.Length - i, new Reason("fake")))],
    };

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request)
    {
        string path = request.RequestUri!.AbsolutePath;
        _requests.Enqueue($"{request.Method} {request.RequestUri.PathAndQuery}");
        if (_failure is { } code)
        {
            return Problem(code);
        }

        string[] parts = path.Split('/');
        string body = request.Content is null ? string.Empty : await request.Content.ReadAsStringAsync()
            .ConfigureAwait(false);
        return _answers.TryGetValue($"{request.Method} {path}", out string? answer) ? Json(answer)
            : path == "/v1/events" ? Json(Record(body))
            : parts is [_, "v1", "users", _, "recommendations" or "rank"] ? Json(ListFor(parts[3]))
            : parts is [_, "v1", "users", _, "pages"] ? Json(PageFor(parts[3], body))
            : parts is [_, "v1", "popular"] or [_, "v1", "items", .., "similar"] ? Json(ListFor(string.Empty))
            : Problem(Http.ProblemCodes.NotFound);
    }

    private RecommendationList Find(string user) =>
        _lists.TryGetValue(Uri.UnescapeDataString(user), out RecommendationList? list) ? list : ListOf([]);

    private string ListFor(string user) =>
        JsonSerializer.Serialize(Find(user), RecommendationJson.Default.RecommendationList);

    private string PageFor(string user, string body)
    {
        PageQuery query = JsonSerializer.Deserialize(body, RecommendationJson.Default.PageQuery)!;
        Queue<RecommendedItem> left = new(Find(user).Items);
        List<PageRow> rows = [];
        foreach (PageRowQuery row in query.Rows)
        {
            List<RecommendedItem> items = [];
            while (items.Count < (row.Count ?? 10) && left.TryDequeue(out RecommendedItem? next))
            {
                items.Add(next);
            }

            rows.Add(new PageRow { Id = row.Id, Source = row.Source, Title = row.Title, Items = items });
        }

        return JsonSerializer.Serialize(
            new RecommendationPage { Rows = rows }, RecommendationJson.Default.RecommendationPage);
    }

    private string Record(string body)
    {
        InteractionEvent[] events = body.StartsWith('[')
            ? JsonSerializer.Deserialize(body, EventJson.Default.InteractionEventArray)!
            : [JsonSerializer.Deserialize(body, EventJson.Default.InteractionEvent)!];
        List<EventResult> results = [];
        foreach (InteractionEvent one in events)
        {
            bool isNew = _events.All(known => known.EventId != one.EventId);
            if (isNew)
            {
                _events.Enqueue(one);
                _ = Interlocked.Increment(ref _version);
            }

            results.Add(new EventResult(
                results.Count, one.EventId, isNew ? "accepted" : "duplicate", Interlocked.Read(ref _version), null));
        }

        return JsonSerializer.Serialize(
            new EventBatchResult
            {
                Results = results,
                Accepted = results.Count(result => result.Status == "accepted"),
                Duplicates = results.Count(result => result.Status == "duplicate"),
            },
            EventJson.Default.EventBatchResult);
    }

    private static HttpResponseMessage Json(string text) => new(HttpStatusCode.OK)
    {
        Content = new StringContent(text, Encoding.UTF8, "application/json"),
    };

    private static HttpResponseMessage Problem(string code) => new(StatusOf(code))
    {
        Content = new StringContent(
            $$"""{"type":"urn:personalization:problem:{{code}}","title":"The fake fails with {{code}}."}""",
            Encoding.UTF8,
            "application/problem+json"),
    };

    private static HttpStatusCode StatusOf(string code) => code switch
    {
        Http.ProblemCodes.NotFound => HttpStatusCode.NotFound,
        Http.ProblemCodes.Validation => HttpStatusCode.UnprocessableEntity,
        Http.ProblemCodes.Unauthorized => HttpStatusCode.Unauthorized,
        Http.ProblemCodes.Forbidden => HttpStatusCode.Forbidden,
        Http.ProblemCodes.Conflict => HttpStatusCode.Conflict,
        Http.ProblemCodes.TooManyRequests => HttpStatusCode.TooManyRequests,
        Http.ProblemCodes.Internal => HttpStatusCode.InternalServerError,
        _ => HttpStatusCode.ServiceUnavailable,
    };

    private sealed class Handler(FakePersonalization fake) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken) => fake.AnswerAsync(request);
    }
}
