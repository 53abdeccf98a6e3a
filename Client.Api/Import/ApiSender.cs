using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Import;

/// <summary>
/// Sends batches to the API until they are answered. Loss of connection, 429, 503 and events the store did not take are
/// tried again with growing waits (or what <c>Retry-After</c> says); everything else ends the import with the API's own
/// words.
/// </summary>
internal sealed class ApiSender(HttpClient http, string? key, TimeProvider time)
{
    private const int MostTries = 12;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <summary>Posts lines as NDJSON and returns the results by their index.</summary>
    /// <exception cref="ImportFailedException">The API refuses, or does not answer for too long.</exception>
    public async Task<JsonDocument> PostAsync(
        string path, IReadOnlyList<ImportLine> lines, CancellationToken cancellationToken)
    {
        byte[] body = Join(lines);
        for (int tries = 1; ; tries++)
        {
            (JsonDocument? answer, TimeSpan? wait, string problem) = await TryPostAsync(
                path, body, tries, cancellationToken);
            if (answer is not null)
            {
                return answer;
            }

            if (tries == MostTries)
            {
                throw new ImportFailedException($"The API did not take a batch in {MostTries} tries: {problem}");
            }

            await Task.Delay(wait ?? WaitAfter(tries), time, cancellationToken);
        }
    }

    private async Task<(JsonDocument? Answer, TimeSpan? Wait, string Problem)> TryPostAsync(
        string path, byte[] body, int tries, CancellationToken cancellationToken)
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
                bool again = tries < MostTries
                    && answer.RootElement.TryGetProperty("unavailable", out JsonElement unavailable)
                    && unavailable.GetInt32() > 0;
                return again ? (null, null, "the store did not take all of it") : (answer, null, string.Empty);
            }

            string text = await response.Content.ReadAsStringAsync(cancellationToken);
            return response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
                ? (null, RetryAfter(response), $"{(int)response.StatusCode} {text}")
                : throw new ImportFailedException(string.Create(
                    CultureInfo.InvariantCulture, $"The API refuses ({(int)response.StatusCode}): {text}"));
        }
        catch (Exception error) when (error is HttpRequestException or IOException or JsonException
            || (error is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return (null, null, error.Message);
        }
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter?.Delta;

    private static TimeSpan WaitAfter(int tries)
    {
        TimeSpan wait = FirstWait * Math.Pow(2, tries - 1);
        return wait < LongestWait ? wait : LongestWait;
    }

    private static byte[] Join(IReadOnlyList<ImportLine> lines)
    {
        byte[] body = new byte[lines.Sum(line => line.Json.Length + 1)];
        int at = 0;
        foreach (ImportLine line in lines)
        {
            line.Json.Span.CopyTo(body.AsSpan(at));
            at += line.Json.Length;
            body[at++] = (byte)'\n';
        }

        return body;
    }
}
