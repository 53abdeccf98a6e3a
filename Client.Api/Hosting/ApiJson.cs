using System.Text.Json.Serialization;
using Personalization.Client.Api.Configuration;
using Personalization.Client.Api.DataQuality;
using Personalization.Client.Api.Events;
using Personalization.Client.Api.Experiments;
using Personalization.Client.Api.Export;
using Personalization.Client.Api.Feeds;
using Personalization.Client.Api.Health;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Items;
using Personalization.Client.Api.Keys;
using Personalization.Client.Api.Merchandising;
using Personalization.Client.Api.Models;
using Personalization.Client.Api.Overview;
using Personalization.Client.Api.Pages;
using Personalization.Client.Api.Recommendations;
using Personalization.Client.Api.Rollouts;
using Personalization.Client.Api.Similar;
using Personalization.Client.Api.Users;
using Personalization.Client.Api.Webhooks;

namespace Personalization.Client.Api.Hosting;

/// <summary>The source-generated JSON contracts of all features.</summary>
internal static class ApiJson
{
    /// <summary>One context per feature folder, most used first.</summary>
    public static IReadOnlyList<JsonSerializerContext> Contexts { get; } =
    [
        ProblemJson.Default,
        EventJson.Default,
        RecommendationJson.Default,
        PageJson.Default,
        ItemJson.Default,
        UserJson.Default,
        ModelJson.Default,
        DataQualityJson.Default,
        FeedJson.Default,
        WebhookJson.Default,
        RolloutJson.Default,
        ExperimentsJson.Default,
        KeyJson.Default,
        SettingsJson.Default,
        MerchandisingJson.Default,
        HealthJson.Default,
        OverviewJson.Default,
        SimilarJson.Default,
        ExportJson.Default,
    ];
}
