using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Personalization.Abstractions.Webhooks;

/// <summary>One webhook: its secret, its queue and its delivery log. Key: its id.</summary>
/// <remarks>Calls about a webhook that does not exist return null and store nothing.</remarks>
[GrainInterfaceType("Personalization.IWebhookGrain"), Alias("Personalization.IWebhookGrain")]
public interface IWebhookGrain : IGrainWithStringKey
{
    /// <summary>Stores the webhook.</summary>
    [AlwaysInterleave, Alias("Create")]
    Task<WebhookView> CreateAsync(WebhookDefinition webhook);

    /// <summary>Gets the webhook.</summary>
    [AlwaysInterleave, Alias("Get")]
    Task<WebhookView?> GetAsync();

    /// <summary>Gets the latest attempts to deliver, newest first, at most 100.</summary>
    [AlwaysInterleave, Alias("GetDeliveries")]
    Task<ImmutableArray<WebhookDelivery>?> GetDeliveriesAsync();

    /// <summary>Queues an event. An event whose id is queued or in the log of deliveries is ignored.</summary>
    /// <returns>The webhook after the change.</returns>
    [AlwaysInterleave, Alias("Enqueue")]
    Task<WebhookView?> EnqueueAsync(WebhookEvent published);

    /// <summary>Replaces the secret. Until a time, deliveries carry the signatures of both.</summary>
    [AlwaysInterleave, Alias("Rotate")]
    Task<WebhookView?> RotateAsync(string secret, DateTimeOffset oldUntil);

    /// <summary>Enables the webhook again and tries the waiting deliveries now.</summary>
    [AlwaysInterleave, Alias("Resume")]
    Task<WebhookView?> ResumeAsync();

    /// <summary>Deletes everything about the webhook.</summary>
    [AlwaysInterleave, Alias("Delete")]
    Task DeleteAsync();

    /// <summary>Keeps the deliveries running.</summary>
    [AlwaysInterleave, Alias("KeepRunning")]
    Task KeepRunningAsync();
}
