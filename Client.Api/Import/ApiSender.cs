using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Import;

/// <summary>Sends batches to the API and retries transient failures.</summary>
/// <remarks>
/// A lost connection, 429, 503 and unavailable events are retried with exponential backoff or after
/// <c>Retry-After</c>. Every other error ends the import with the API's message.
/// </remarks>
internal sealed class ApiSender(HttpClient http, string? key, TimeProvider time)
{
    private const int MaxAttempts = 12;
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
        for (int attempt = 1; ; attempt++)
        {
            (JsonDocument? answer, TimeSpan? wait, string problem) = await TryPostAsync(
                path, body, attempt, cancellationToken);
            if (answer is not null)
            {
                return answer;
            }

            if (attempt == MaxAttempts)
            {
                throw new ImportFailedException($"The API did not accept a batch in {MaxAttempts} attempts: {problem}");
            }

            await Task.Delay(wait ?? WaitAfter(attempt), time, cancellationToken);
        }
    }

    private async Task<(JsonDocument? Answer, TimeSpan? Wait, string Problem)> TryPostAsync(
        string path, byte[] body, int attempt, CancellationToken cancellationToken)
    {
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(BodyReader.Ndjson);
            if (key is not null)
            {
                request.Headers.Add(ApiKeyMiddleware.Header, key);
            }

            using HttpResponseMessage response = await http.SendAsync(request, cancellationToken);
            if (response.StatusCode == HttpStatusCode.Accepted)
            {
                await using Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken);
                JsonDocument answer = await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken);
                bool retry = attempt < MaxAttempts
                    && answer.RootElement.TryGetProperty("unavailable", out JsonElement unavailable)
                    && unavailable.GetInt32() > 0;
                return retry ? (null, null, "the store did not accept all events") : (answer, null, string.Empty);
            }

            string text = await response.Content.ReadAsStringAsync(cancellationToken);
            return response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
                ? (null, RetryAfter(response), $"{(int)response.StatusCode} {text}")
                : throw new ImportFailedException(string.Create(
                    CultureInfo.InvariantCulture, $"The API rejected a batch ({(int)response.StatusCode}): {text}"));
        }
        catch (Exception error) when (error is HttpRequestException or IOException or JsonException
            || (error is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return (null, null, error.Message);
        }
    }

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
}
