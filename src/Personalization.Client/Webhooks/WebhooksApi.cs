using Personalization.Client.Http;

namespace Personalization.Client.Webhooks;

/// <summary>Receivers of signed events about rollouts, feeds, experiments and data: <c>/v1/webhooks</c>.</summary>
public sealed class WebhooksApi
{
    private const string Path = "v1/webhooks";

    private readonly ApiConnection _api;

    internal WebhooksApi(ApiConnection api) => _api = api;

    /// <summary>Gets all webhooks, oldest first.</summary>
    public async Task<IReadOnlyList<Webhook>> ListAsync(CancellationToken cancellationToken = default)
    {
        WebhookList list = await _api.GetAsync(
            RoutePath.Of(Path), WebhookJson.Default.WebhookList, cancellationToken).ConfigureAwait(false);
        return list.Webhooks ?? [];
    }

    /// <summary>Creates a webhook. Only this answer shows its secret.</summary>
    /// <param name="url">The receiver's URL, http or https.</param>
    /// <param name="events">The types of the events, for example <c>rollout.rolledBack</c>.</param>
    /// <param name="secret">The secret: <c>whsec_</c> and base64 of 24 to 64 bytes; null to create one.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<NewWebhook> CreateAsync(
        string url,
        IReadOnlyList<string> events,
        string? secret = null,
        CancellationToken cancellationToken = default) => _api.SendAsync(
            HttpMethod.Post,
            RoutePath.Of(Path),
            Body(new WebhookRequest { Url = url, Events = events, Secret = secret }),
            false,
            WebhookJson.Default.NewWebhook,
            cancellationToken);

    /// <summary>Gets a webhook.</summary>
    public Task<Webhook> GetAsync(string id, CancellationToken cancellationToken = default) =>
        _api.GetAsync(RoutePath.Of(Path).Id(id), WebhookJson.Default.Webhook, cancellationToken);

    /// <summary>Deletes a webhook with its queue and its delivery log.</summary>
    public Task DeleteAsync(string id, CancellationToken cancellationToken = default) =>
        _api.SendAsync(HttpMethod.Delete, RoutePath.Of(Path).Id(id), null, true, cancellationToken);

    /// <summary>Gets the latest 100 attempts to deliver, newest first.</summary>
    public async Task<IReadOnlyList<WebhookDelivery>> GetDeliveriesAsync(
        string id, CancellationToken cancellationToken = default)
    {
        WebhookDeliveryList list = await _api.GetAsync(
            RoutePath.Of(Path).Id(id).Then("deliveries"),
            WebhookJson.Default.WebhookDeliveryList,
            cancellationToken).ConfigureAwait(false);
        return list.Deliveries ?? [];
    }

    /// <summary>Queues an event of the type <c>webhook.test</c>.</summary>
    /// <returns>The event's id. The delivery log shows the result.</returns>
    public async Task<string> TestAsync(string id, CancellationToken cancellationToken = default)
    {
        WebhookTest test = await _api.SendAsync(
            HttpMethod.Post,
            RoutePath.Of(Path).Id(id).Then("test"),
            null,
            false,
            WebhookJson.Default.WebhookTest,
            cancellationToken).ConfigureAwait(false);
        return test.EventId;
    }

    /// <summary>Enables a disabled webhook, and sends its waiting events now.</summary>
    public Task<Webhook> ResumeAsync(string id, CancellationToken cancellationToken = default) => _api.SendAsync(
        HttpMethod.Post,
        RoutePath.Of(Path).Id(id).Then("resume"),
        null,
        true,
        WebhookJson.Default.Webhook,
        cancellationToken);

    /// <summary>Replaces the secret. For a while, deliveries carry the signatures of both.</summary>
    /// <param name="id">The webhook's id.</param>
    /// <param name="graceMinutes">How long both sign, minutes; null for 1440.</param>
    /// <param name="secret">The new secret; null to create one.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<NewWebhook> RotateAsync(
        string id, int? graceMinutes = null, string? secret = null, CancellationToken cancellationToken = default) =>
        _api.SendAsync(
            HttpMethod.Post,
            RoutePath.Of(Path).Id(id).Then("rotate"),
            Body(new WebhookRequest { GraceMinutes = graceMinutes, Secret = secret }),
            false,
            WebhookJson.Default.NewWebhook,
            cancellationToken);

    private static ByteArrayContent Body(WebhookRequest body) =>
        ApiConnection.Json(body, WebhookJson.Default.WebhookRequest);
}
