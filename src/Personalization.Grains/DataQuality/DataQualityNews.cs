using System.Globalization;
using System.Text.Json.Nodes;
using Personalization.Abstractions.DataQuality;
using Personalization.Abstractions.Webhooks;
using Personalization.Grains.Webhooks;

namespace Personalization.Grains.DataQuality;

/// <summary>Turns changes of a suspicious window into events for webhooks.</summary>
internal static class DataQualityNews
{
    /// <summary>Creates the event of a window: a break, or its end.</summary>
    public static WebhookEvent Of(DataQualityWindow window)
    {
        string type = window.To is null
            ? WebhookEventTypes.DataQualityBreak
            : WebhookEventTypes.DataQualityRecovered;
        return OperatorEvents.Create(
            type,
            string.Create(CultureInfo.InvariantCulture, $"{window.Id}-{window.Breaks.Length}"),
            window.To ?? window.Breaks.Max(found => found.FoundAt),
            new JsonObject
            {
                ["window"] = window.Id,
                ["key"] = window.Key,
                ["from"] = window.From,
                ["to"] = window.To,
                ["breaks"] = new JsonArray([.. window.Breaks.Select(found => new JsonObject
                {
                    ["kind"] = found.Kind.ToString(),
                    ["what"] = found.What,
                    ["reason"] = found.Reason,
                })]),
            });
    }
}
