using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;

namespace Personalization.Testing.Contract;

/// <summary>Compares each answer of the API with its OpenAPI document. A false answer fails the test.</summary>
internal sealed class ContractHandler : DelegatingHandler
{
    /// <summary>The document of the tested build. All servers of a run are the same build.</summary>
    private static ApiContract? _served;

    private readonly ApiContract? _own;

    /// <summary>Makes a handler.</summary>
    /// <param name="inner">Sends the requests.</param>
    /// <param name="contract">The document; null reads it from the first server that answers.</param>
    public ContractHandler(HttpMessageHandler inner, ApiContract? contract = null)
        : base(inner) => _own = contract;

    /// <summary>Gets the number of checked answers, by operation and status.</summary>
    public static ConcurrentDictionary<string, int> Checked { get; } = new(StringComparer.Ordinal);

    /// <summary>Makes a client whose answers are checked.</summary>
    /// <param name="address">The server; null when requests name it.</param>
    /// <param name="timeout">The timeout; null for the default of 100 s.</param>
    public static HttpClient Client(Uri? address = null, TimeSpan? timeout = null)
    {
        HttpClient http = new(new ContractHandler(new SocketsHttpHandler { UseCookies = false }))
        {
            BaseAddress = address,
        };
        http.Timeout = timeout ?? http.Timeout;
        return http;
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string? sent = await SentAsync(request, cancellationToken);
        HttpResponseMessage answer = await base.SendAsync(request, cancellationToken);
        string path = request.RequestUri!.AbsolutePath;
        if (path.StartsWith("/v1", StringComparison.Ordinal) || path.StartsWith("/health", StringComparison.Ordinal))
        {
            ApiContract contract = _own ?? await ServedAsync(request.RequestUri, cancellationToken);
            if (contract.Find(request.Method.Method, path) is { } operation)
            {
                await CheckAsync(contract, operation, sent, answer, cancellationToken);
            }
        }

        return answer;
    }

    private static async Task<string?> SentAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content?.Headers is not { ContentType.MediaType: "application/json", ContentEncoding.Count: 0 })
        {
            return null;
        }

        await request.Content.LoadIntoBufferAsync(cancellationToken);
        return await request.Content.ReadAsStringAsync(cancellationToken);
    }

    private async Task<ApiContract> ServedAsync(Uri server, CancellationToken cancellationToken)
    {
        if (_served is { } known)
        {
            return known;
        }

        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(server, "/openapi/v1.json"));
        using HttpResponseMessage answer = await base.SendAsync(request, cancellationToken);
        _ = answer.EnsureSuccessStatusCode();
        return _served = new ApiContract(await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    private static async Task CheckAsync(
        ApiContract contract,
        ContractOperation operation,
        string? sent,
        HttpResponseMessage answer,
        CancellationToken cancellationToken)
    {
        string? type = answer.Content.Headers.ContentType?.MediaType;
        string body = string.Empty;
        if (type is "application/json" or "application/problem+json" or "application/x-ndjson")
        {
            await answer.Content.LoadIntoBufferAsync(cancellationToken);
            body = await answer.Content.ReadAsStringAsync(cancellationToken);
        }

        _ = Checked.AddOrUpdate($"{operation} {(int)answer.StatusCode}", 1, (_, count) => count + 1);
        IReadOnlyList<string> wrong = contract.WrongAnswer(operation, (int)answer.StatusCode, type, body);
        Assert.True(
            wrong.Count == 0,
            $"The document does not describe this answer of {operation}:\n{string.Join('\n', wrong)}\n{body}");
        if (sent is not null && answer.IsSuccessStatusCode && !HasRejected(answer.StatusCode, body))
        {
            wrong = contract.WrongRequest(operation, sent);
            Assert.True(
                wrong.Count == 0,
                $"{operation} accepted a body that the document forbids:\n{string.Join('\n', wrong)}\n{sent}");
        }
    }

    /// <summary>A batch answers 202 also when some of its elements are wrong.</summary>
    private static bool HasRejected(HttpStatusCode status, string body)
    {
        if (status != HttpStatusCode.Accepted || body.Length == 0)
        {
            return false;
        }

        using JsonDocument answer = JsonDocument.Parse(body);
        return answer.RootElement.TryGetProperty("rejected", out JsonElement count) && count.GetInt32() > 0;
    }
}
