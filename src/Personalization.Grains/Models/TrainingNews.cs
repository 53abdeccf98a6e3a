using System.Globalization;
using System.Text.Json.Nodes;
using Personalization.Abstractions.Models;
using Personalization.Abstractions.Webhooks;
using Personalization.Grains.Webhooks;

namespace Personalization.Grains.Models;

/// <summary>Turns the end of a training into an event for webhooks.</summary>
internal static class TrainingNews
{
    /// <summary>Creates the event of a training that ended without a version.</summary>
    public static WebhookEvent Failed(string? error, DateTimeOffset at) => OperatorEvents.Create(
        WebhookEventTypes.TrainingFailed,
        at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        at,
        new JsonObject { ["error"] = error });

    /// <summary>Creates the event of a version that failed the offline comparison.</summary>
    public static WebhookEvent Refused(ModelVersion version, DateTimeOffset at) => OperatorEvents.Create(
        WebhookEventTypes.TrainingRefused,
        version.Version,
        at,
        new JsonObject { ["version"] = version.Version, ["reason"] = version.Report.Verdict });
}
