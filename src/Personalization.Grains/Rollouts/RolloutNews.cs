using System.Globalization;
using System.Text.Json.Nodes;
using Personalization.Abstractions.Rollouts;
using Personalization.Abstractions.Webhooks;
using Personalization.Grains.Webhooks;

namespace Personalization.Grains.Rollouts;

/// <summary>Turns the stage of a rollout into an event for webhooks.</summary>
internal static class RolloutNews
{
    /// <summary>Creates the event of a rollout's present stage; null for a stage between start and end.</summary>
    public static WebhookEvent? Of(Rollout rollout)
    {
        string? type = rollout.Stage switch
        {
            RolloutStage.Gate => WebhookEventTypes.RolloutStarted,
            RolloutStage.Live => WebhookEventTypes.RolloutPromoted,
            RolloutStage.RolledBack => WebhookEventTypes.RolloutRolledBack,
            RolloutStage.Refused => WebhookEventTypes.RolloutRefused,
            RolloutStage.Stopped => WebhookEventTypes.RolloutStopped,
            _ => null,
        };
        RolloutEntry last = rollout.Audit[^1];
        return type is null ? null : OperatorEvents.Create(
            type,
            string.Create(CultureInfo.InvariantCulture, $"{rollout.Version}-{rollout.Attempt}"),
            rollout.StageSince,
            new JsonObject
            {
                ["version"] = rollout.Version,
                ["base"] = rollout.Base,
                ["attempt"] = rollout.Attempt,
                ["who"] = last.Who,
                ["reason"] = last.Why,
            });
    }
}
