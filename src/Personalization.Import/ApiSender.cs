using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Personalization.Import;

/// <summary>Sends batches to the API and retries transient failures.</summary>
/// <remarks>
/// A lost connection, 429, 503 and unavailable events are retried with exponential backoff or after
/// <c>Retry-After</c>. Every other error ends the import with the API's message.
/// </remarks>
internal sealed class ApiSender(HttpClient http, string? key, TimeProvider time)
{
    private const int MaxAttempts = 12;
    private const string KeyHeader = "X-Api-Key";
    private static readonly TimeSpan InitialWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Posts lines as NDJSON and returns the API's response, whose results have the index of their line.
    /// </summary>
    /// <exception cref="ImportFailedException">The API rejected the batch, or every attempt failed.</exception>
    public async Task<JsonDocument> PostAsync(
        string path, IReadOnlyList<ImportLine> lines, CancellationToken cancellationToken)
    {
        byte[] body = Join(lines);
        (JsonDocument answer, _) = await SendAsync(
            () => Request(HttpMethod.Post, path, body, "application/x-ndjson"), isBatch: true, cancellationToken);
        return answer;
    }

    /// <summary>Sends one change.</summary>
    /// <returns>Null when the API made the change; else its reasons to refuse it.</returns>
    /// <exception cref="ImportFailedException">Every attempt failed, or the key does not allow the change.</exception>
    public async Task<string?> ChangeAsync(
        HttpMethod method, string path, byte[] json, CancellationToken cancellationToken)
    {
        (JsonDocument answer, bool refused) = await SendAsync(
            () => Request(method, path, json, "application/json"), isBatch: false, cancellationToken);
        using (answer)
        {
            return refused ? ReasonsOf(answer.RootElement) : null;
        }
    }

    private async Task<(JsonDocument Answer, bool Refused)> SendAsync(
        Func<HttpRequestMessage> make, bool isBatch, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            Attempt one = await TryAsync(make, isBatch, attempt, cancellationToken);
            if (one.Answer is not null)
            {
                return (one.Answer, one.Refused);
            }

            if (attempt == MaxAttempts)
            {
                throw new ImportFailedException(
                    $"The API did not accept a batch in {MaxAttempts} attempts: {one.Problem}");
            }

            await Task.Delay(one.Wait ?? WaitAfter(attempt), time, cancellationToken);
        }
    }

    private async Task<Attempt> TryAsync(
        Func<HttpRequestMessage> make, bool isBatch, int attempt, CancellationToken cancellationToken)
    {
        try
        {
            using HttpRequestMessage request = make();
            using HttpResponseMessage response = await http.SendAsync(request, cancellationToken);
            bool refused = !isBatch
                && response.StatusCode is HttpStatusCode.UnprocessableEntity or HttpStatusCode.Conflict;
            if (response.IsSuccessStatusCode || refused)
            {
                await using Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken);
                JsonDocument answer = await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken);
                bool retry = attempt < MaxAttempts
                    && answer.RootElement.TryGetProperty("unavailable", out JsonElement unavailable)
                    && unavailable.GetInt32() > 0;
                return retry ? new(null, false, null, "the store did not accept all events")
                    : new(answer, refused, null, string.Empty);
            }

            string text = await response.Content.ReadAsStringAsync(cancellationToken);
            return response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
                ? new(null, false, RetryAfter(response), $"{(int)response.StatusCode} {text}")
                : throw new ImportFailedException(string.Create(
                    CultureInfo.InvariantCulture, $"The API rejected a batch ({(int)response.StatusCode}): {text}"));
        }
        catch (Exception error) when (error is HttpRequestException or IOException or JsonException
            || (error is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new(null, false, null, error.Message);
        }
    }

    private HttpRequestMessage Request(HttpMethod method, string path, byte[] body, string type)
    {
        HttpRequestMessage request = new(method, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        if (key is not null)
        {
            request.Headers.Add(KeyHeader, key);
        }

        return request;
    }

    /// <summary>The messages of a problem.</summary>
    private static string ReasonsOf(JsonElement problem) =>
        problem.TryGetProperty("errors", out JsonElement errors)
            ? string.Join(' ', errors.EnumerateArray().Select(error => error.GetProperty("message").GetString()))
            : problem.TryGetProperty("detail", out JsonElement detail) ? detail.GetString()! : problem.GetRawText();

    private static TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter?.Delta;

    private static TimeSpan WaitAfter(int attempt)
    {
        TimeSpan wait = InitialWait * Math.Pow(2, attempt - 1);
        return wait < MaxWait ? wait : MaxWait;
    }

    private static byte[] Join(IReadOnlyList<ImportLine> lines)
    {
        byte[] body = new byte[lines.Sum(line => line.Json.Length + 1)];
        int offset = 0;
        foreach (ImportLine line in lines)
        {
            line.Json.Span.CopyTo(body.AsSpan(offset));
            offset += line.Json.Length;
            body[offset++] = (byte)'\n';
        }

        return body;
    }

    /// <summary>The result of one attempt.</summary>
    /// <param name="Answer">The response; null to try again.</param>
    /// <param name="Refused">Whether the API refused the change.</param>
    /// <param name="Wait">The wait before the next attempt; null for the default.</param>
    /// <param name="Problem">Why there is no response.</param>
    private readonly record struct Attempt(JsonDocument? Answer, bool Refused, TimeSpan? Wait, string Problem);
}
