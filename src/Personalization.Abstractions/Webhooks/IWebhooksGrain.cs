using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Personalization.Abstractions.Webhooks;

/// <summary>The list of the webhooks; it passes events to those that subscribe to them. Key: 0.</summary>
[GrainInterfaceType("Personalization.IWebhooksGrain"), Alias("Personalization.IWebhooksGrain")]
public interface IWebhooksGrain : IGrainWithIntegerKey
{
    /// <summary>Stores a webhook.</summary>
    /// <exception cref="InvalidOperationException">The most webhooks exist.</exception>
    [Alias("Create")]
    Task<WebhookView> CreateAsync(WebhookDefinition webhook);

    /// <summary>Gets all webhooks in the order of their creation.</summary>
    [AlwaysInterleave, Alias("List")]
    Task<ImmutableArray<WebhookView>> ListAsync();

    /// <summary>Gets whether a webhook exists.</summary>
    [AlwaysInterleave, Alias("Has")]
    Task<bool> HasAsync(string id);

    /// <summary>Deletes a webhook with its queue and its log.</summary>
    /// <returns>False when it does not exist.</returns>
    [Alias("Delete")]
    Task<bool> DeleteAsync(string id);

    /// <summary>Queues an event for every webhook that subscribes to its type.</summary>
    /// <remarks>The call ends when the queues are stored.</remarks>
    [AlwaysInterleave, Alias("Publish")]
    Task PublishAsync(WebhookEvent published);

    /// <summary>Keeps the deliveries running.</summary>
    /// <remarks>Every silo calls this periodically, so that deliveries continue after a silo is lost.</remarks>
    [AlwaysInterleave, Alias("KeepRunning")]
    Task KeepRunningAsync();
}
