using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Personalization.Abstractions.Webhooks;

namespace Personalization.Grains.Webhooks;

/// <inheritdoc cref="IWebhooksGrain"/>
[GrainType("personalization-webhooks")]
public sealed class WebhooksGrain(
    [PersistentState("webhooks", "models")] IPersistentState<WebhooksState> stored, ILogger<WebhooksGrain> log)
    : Grain, IWebhooksGrain
{
    private const int MostWebhooks = 32;

    /// <summary>The stored list. Calls interleave and must not see a change that is not stored.</summary>
    private ImmutableArray<WebhookSubscription> _published = [];

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _published = stored.State.Webhooks;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<WebhookView> CreateAsync(WebhookDefinition webhook)
    {
        if (stored.State.Webhooks.Length >= MostWebhooks)
        {
            throw new InvalidOperationException($"At most {MostWebhooks} webhooks can exist. Delete one first.");
        }

        WebhookView view = await Of(webhook.Id).CreateAsync(webhook);
        await WriteAsync(stored.State.Webhooks.Add(new WebhookSubscription(webhook.Id, webhook.Events)));
        log.LogInformation("Created webhook {Webhook}.", webhook.Id);
        return view;
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<WebhookView>> ListAsync()
    {
        WebhookView?[] views = await Task.WhenAll(_published.Select(webhook => Of(webhook.Id).GetAsync()));
        return [.. views.OfType<WebhookView>()];
    }

    /// <inheritdoc/>
    public Task<bool> HasAsync(string id) => Task.FromResult(_published.Any(webhook => webhook.Id == id));

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(string id)
    {
        if (stored.State.Webhooks.FirstOrDefault(webhook => webhook.Id == id) is not { } known)
        {
            return false;
        }

        await WriteAsync(stored.State.Webhooks.Remove(known));
        await Of(id).DeleteAsync();
        log.LogInformation("Deleted webhook {Webhook}.", id);
        return true;
    }

    /// <inheritdoc/>
    public Task PublishAsync(WebhookEvent published) => Task.WhenAll(
        _published.Where(webhook => webhook.Events.Contains(published.Type))
            .Select(webhook => Of(webhook.Id).EnqueueAsync(published)));

    /// <inheritdoc/>
    public Task KeepRunningAsync() => Task.WhenAll(_published.Select(webhook => Of(webhook.Id).KeepRunningAsync()));

    private IWebhookGrain Of(string id) => GrainFactory.GetGrain<IWebhookGrain>(id);

    /// <summary>
    /// Stores the list. A failed write deactivates the grain: the stored state is unknown, and the next activation
    /// reads it.
    /// </summary>
    private async Task WriteAsync(ImmutableArray<WebhookSubscription> webhooks)
    {
        stored.State = stored.State with { Webhooks = webhooks };
        try
        {
            await stored.WriteStateAsync();
            _published = webhooks;
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }
}
