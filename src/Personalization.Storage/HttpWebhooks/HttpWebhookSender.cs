using System.Globalization;
using System.Net;
using System.Text;
using Personalization.Abstractions.Webhooks;
using Personalization.Storage.Resilience;
using Polly;
using Polly.Timeout;

namespace Personalization.Storage.HttpWebhooks;

/// <summary>Sends signed events over HTTP. Each round of attempts uses the pipeline <c>webhooks</c>.</summary>
/// <remarks>Redirects, proxies and cookies are not used.</remarks>
public sealed class HttpWebhookSender : IWebhookSender, IDisposable
{
    private const int MaxMessage = 300;

    private readonly HttpClient _http;
    private readonly ResiliencePipeline _pipeline;
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;

    /// <summary>Creates the sender.</summary>
    /// <param name="timeout">The time limit of one attempt.</param>
    /// <param name="quickRetries">The number of retries of one round.</param>
    /// <param name="allowPrivate">Whether private and loopback addresses are allowed.</param>
    /// <param name="pipelines">Registry that the pipeline is added to.</param>
    /// <param name="time">The clock.</param>
    public HttpWebhookSender(
        TimeSpan timeout, int quickRetries, bool allowPrivate, Pipelines pipelines, TimeProvider time)
    {
        _time = time;
        _timeout = timeout;
        _pipeline = pipelines.GetRetrying(
            "webhooks", timeout, error => error is WebhookFailedException { IsPassing: true }, quickRetries);
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            MaxResponseHeadersLength = 16,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectCallback = (context, stop) =>
                WebhookConnector.ConnectAsync(context.DnsEndPoint, allowPrivate, stop),
        })
        { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WebhookAttempt>> SendAsync(
        WebhookRequest request, CancellationToken cancellationToken)
    {
        List<WebhookAttempt> attempts = [];
        try
        {
            await _pipeline.ExecuteAsync(
                static async (call, stop) => await call.Sender.AttemptAsync(
                    call.Request, call.Attempts, stop).ConfigureAwait(false),
                (Sender: this, Request: request, Attempts: attempts),
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is WebhookFailedException or TimeoutRejectedException)
        {
            // The last attempt describes it.
        }

        return attempts;
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async ValueTask AttemptAsync(
        WebhookRequest request, List<WebhookAttempt> attempts, CancellationToken cancellationToken)
    {
        DateTimeOffset at = _time.GetUtcNow();
        long started = _time.GetTimestamp();
        try
        {
            int status = await PostAsync(request, at, cancellationToken).ConfigureAwait(false);
            attempts.Add(new WebhookAttempt(at, _time.GetElapsedTime(started), status, null));
        }
        catch (WebhookFailedException failed)
        {
            attempts.Add(new WebhookAttempt(at, _time.GetElapsedTime(started), failed.Status, failed.Message));
            throw;
        }
        catch (OperationCanceledException)
        {
            string late = string.Create(
                CultureInfo.InvariantCulture, $"the receiver did not answer within {_timeout.TotalSeconds} s.");
            attempts.Add(new WebhookAttempt(at, _time.GetElapsedTime(started), null, late));
            throw;
        }
    }

    private async Task<int> PostAsync(WebhookRequest request, DateTimeOffset at, CancellationToken cancellationToken)
    {
        long timestamp = at.ToUnixTimeSeconds();
        using HttpRequestMessage message = new(HttpMethod.Post, request.Url)
        {
            Content = new StringContent(request.Body, Encoding.UTF8, "application/json"),
        };
        message.Headers.UserAgent.ParseAdd("Personalization-Webhooks/1.0");
        message.Headers.Add(WebhookSigner.IdHeader, request.EventId);
        message.Headers.Add(WebhookSigner.TimestampHeader, timestamp.ToString(CultureInfo.InvariantCulture));
        message.Headers.Add(WebhookSigner.SignatureHeader, string.Join(' ', request.Secrets.Select(
            secret => WebhookSigner.Sign(secret, request.EventId, timestamp, request.Body))));
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(
                message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? (int)response.StatusCode : throw Refusal(response);
        }
        catch (Exception error) when (error is HttpRequestException
            || error is IOException and not WebhookFailedException)
        {
            throw error.InnerException as WebhookFailedException ?? new WebhookFailedException(
                Shorten($"the receiver could not be reached: {error.Message}"), null, isPassing: true, cause: error);
        }
    }

    private WebhookFailedException Refusal(HttpResponseMessage response)
    {
        int status = (int)response.StatusCode;
        TimeSpan? retryAfter = response.Headers.RetryAfter switch
        {
            { Delta: { } wait } => wait,
            { Date: { } until } => until - _time.GetUtcNow(),
            _ => null,
        };
        string hint = status is >= 300 and < 400 ? " Redirects are not followed." : string.Empty;
        string message = string.Create(CultureInfo.InvariantCulture, $"the receiver answered {status}.{hint}");
        bool isPassing = response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
            || status >= 500;
        return new WebhookFailedException(
            message, status, isPassing, retryAfter is { } pause && pause > TimeSpan.Zero ? pause : null);
    }

    private static string Shorten(string text) => text.Length > MaxMessage ? text[..MaxMessage] : text;
}
