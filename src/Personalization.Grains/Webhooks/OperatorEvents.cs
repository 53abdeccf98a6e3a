using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Personalization.Abstractions.Webhooks;

namespace Personalization.Grains.Webhooks;

/// <summary>Publishes events for operators to the webhooks.</summary>
public static class OperatorEvents
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Queues an event for the webhooks. A failure is logged and never thrown.</summary>
    /// <param name="grains">The grains.</param>
    /// <param name="published">The event.</param>
    /// <param name="log">The log of the caller.</param>
    /// <returns>Whether the event is queued.</returns>
    public static async Task<bool> TryPublishAsync(this IGrainFactory grains, WebhookEvent published, ILogger log)
    {
        try
        {
            await grains.GetGrain<IWebhooksGrain>(0).PublishAsync(published).WaitAsync(Patience);
            return true;
        }
        catch (Exception error)
        {
            log.LogWarning(error, "Failed to queue the event {Event} for webhooks.", published.Id);
            return false;
        }
    }

    /// <summary>Creates an event.</summary>
    /// <param name="type">The type, one of <see cref="WebhookEventTypes"/>.</param>
    /// <param name="subject">
    /// The subject and its change, for example a version and its attempt. The same subject gives the same id.
    /// </param>
    /// <param name="at">When it happened, UTC.</param>
    /// <param name="data">The details.</param>
    public static WebhookEvent Create(string type, string subject, DateTimeOffset at, JsonObject data) => new()
    {
        Id = $"{type}-{Uri.EscapeDataString(subject)}",
        Type = type,
        CreatedAt = at,
        Data = data.ToJsonString(),
    };
}
