using System.Globalization;
using System.Text.Json.Nodes;
using Personalization.Abstractions.Feeds;
using Personalization.Abstractions.Webhooks;
using Personalization.Grains.Webhooks;

namespace Personalization.Grains.Feeds;

/// <summary>Turns changes of a feed into events for webhooks.</summary>
internal static class FeedNews
{
    /// <summary>Creates the event of a pull; null when the pull did not begin or end a quarantine.</summary>
    /// <param name="feed">The feed's name.</param>
    /// <param name="before">The state before the pull.</param>
    /// <param name="after">The state after the pull.</param>
    public static WebhookEvent? Of(string feed, FeedGrainState before, FeedGrainState after)
    {
        DateTimeOffset at = after.LastPullAt ?? DateTimeOffset.UnixEpoch;
        return (before.State, after.State) switch
        {
            (FeedState.Quarantined, FeedState.Good) => Create(
                WebhookEventTypes.FeedRecovered, feed, at, new JsonObject { ["items"] = after.LastGood.Items }),
            (not FeedState.Quarantined, FeedState.Quarantined) => Create(
                WebhookEventTypes.FeedQuarantined, feed, at, Reported(after)),
            _ => null,
        };
    }

    /// <summary>Creates the event of a release.</summary>
    public static WebhookEvent Released(string feed, FeedGrainState state, DateTimeOffset at) =>
        Create(WebhookEventTypes.FeedReleased, feed, at, Reported(state));

    private static JsonObject Reported(FeedGrainState state) => new()
    {
        ["problems"] = state.Report?.ProblemCount,
        ["reason"] = state.Report?.Problems[0].Message,
        ["releasable"] = state.Report?.Releasable,
    };

    private static WebhookEvent Create(string type, string feed, DateTimeOffset at, JsonObject data)
    {
        data.Insert(0, "feed", feed);
        return OperatorEvents.Create(
            type, string.Create(CultureInfo.InvariantCulture, $"{feed}-{at.ToUnixTimeMilliseconds()}"), at, data);
    }
}
