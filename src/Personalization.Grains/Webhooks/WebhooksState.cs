using System.Collections.Immutable;

namespace Personalization.Grains.Webhooks;

/// <summary>The stored list of the webhooks. Fields are only added. Immutable: replaced as a whole.</summary>
public sealed record WebhooksState
{
    /// <summary>The webhooks in the order of their creation.</summary>
    public ImmutableArray<WebhookSubscription> Webhooks { get; init; } = [];
}

/// <summary>The events of one webhook.</summary>
/// <param name="Id">The webhook's id.</param>
/// <param name="Events">The types of the events that it receives.</param>
public sealed record WebhookSubscription(string Id, ImmutableArray<string> Events);
