using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Polly;

namespace Personalization.Client.Http;

/// <summary>Sends requests and turns every failure into a <see cref="PersonalizationException"/>.</summary>
internal sealed class ApiConnection(HttpClient http)
{
    private static readonly HttpRequestOptionsKey<bool> Repeatable = new("Personalization.Repeatable");

    /// <summary>Gets whether a request may be sent again after a failure.</summary>
    public static bool IsRepeatable(HttpRequestMessage? request) =>
        request is not null && request.Options.TryGetValue(Repeatable, out bool isRepeatable) && isRepeatable;

    /// <summary>Reads a resource.</summary>
    public Task<T> GetAsync<T>(RoutePath path, JsonTypeInfo<T> answer, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, true, answer, cancellationToken);

    /// <summary>Sends a body and reads the answer.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path.</param>
    /// <param name="body">The body; null for none.</param>
    /// <param name="repeatable">Whether the request may be sent again after a failure.</param>
    /// <param name="answer">The contract of the answer.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<T> SendAsync<T>(
        HttpMethod method,
        RoutePath path,
        HttpContent? body,
        bool repeatable,
        JsonTypeInfo<T> answer,
        CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await RunAsync(method, path, body, repeatable, cancellationToken)
            .ConfigureAwait(false);
        try
        {
            using Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            return await JsonSerializer.DeserializeAsync(stream, answer, cancellationToken).ConfigureAwait(false)
                ?? throw new JsonException("The answer is null.");
        }
        catch (JsonException unreadable)
        {
            throw new PersonalizationException(
                ProblemCodes.Internal, "The answer is unreadable.", response.StatusCode, cause: unreadable);
        }
        catch (Exception lost) when (IsLost(lost, cancellationToken))
        {
            throw Unreachable(lost);
        }
    }

    /// <summary>Sends a request whose answer has no body that matters.</summary>
    public async Task SendAsync(
        HttpMethod method, RoutePath path, HttpContent? body, bool repeatable, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await RunAsync(method, path, body, repeatable, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Sends a request and returns the successful response with its headers read.</summary>
    /// <exception cref="PersonalizationException">The API refused the request or did not answer.</exception>
    public async Task<HttpResponseMessage> RunAsync(
        HttpMethod method, RoutePath path, HttpContent? body, bool repeatable, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(method, path.ToString()) { Content = body };
        request.Options.Set(Repeatable, repeatable);
        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception lost) when (IsLost(lost, cancellationToken))
        {
            throw Unreachable(lost);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await ProblemReader.ReadAsync(response, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes a body as JSON.</summary>
    public static ByteArrayContent Json<T>(T body, JsonTypeInfo<T> type)
    {
        ByteArrayContent content = new(JsonSerializer.SerializeToUtf8Bytes(body, type));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private static bool IsLost(Exception error, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested
        && error is HttpRequestException or ExecutionRejectedException or OperationCanceledException or IOException;

    private static PersonalizationException Unreachable(Exception cause) => new(
        ProblemCodes.Unreachable, $"The personalization API did not answer: {cause.Message}", cause: cause);
}
