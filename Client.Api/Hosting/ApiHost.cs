using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Personalization.Abstractions.DataQuality;
using Personalization.Client.Api.Access;
using Personalization.Client.Api.Configuration;
using Personalization.Client.Api.DataQuality;
using Personalization.Client.Api.Demo;
using Personalization.Client.Api.Engine;
using Personalization.Client.Api.Events;
using Personalization.Client.Api.Experiments;
using Personalization.Client.Api.Export;
using Personalization.Client.Api.Fallback;
using Personalization.Client.Api.Feeds;
using Personalization.Client.Api.Health;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Items;
using Personalization.Client.Api.Keys;
using Personalization.Client.Api.Limits;
using Personalization.Client.Api.Live;
using Personalization.Client.Api.Merchandising;
using Personalization.Client.Api.Models;
using Personalization.Client.Api.OpenApi;
using Personalization.Client.Api.Overview;
using Personalization.Client.Api.Pages;
using Personalization.Client.Api.Placements;
using Personalization.Client.Api.Probing;
using Personalization.Client.Api.Recommendations;
using Personalization.Client.Api.Rollouts;
using Personalization.Client.Api.Settings;
using Personalization.Client.Api.Similar;
using Personalization.Client.Api.Site;
using Personalization.Client.Api.Streams;
using Personalization.Client.Api.Telemetry;
using Personalization.Client.Api.Users;
using Personalization.Client.Api.Webhooks;
using Personalization.Hosting.Composition;
using Personalization.Hosting.Health;
using Personalization.Hosting.Settings;
using Personalization.Hosting.Telemetry;

namespace Personalization.Client.Api.Hosting;

/// <summary>Composes the HTTP API. The engine is the registered <see cref="IGrainFactory"/>.</summary>
internal static class ApiHost
{
    private const int MaxRequestLineBytes = 16 * 1024;

    /// <summary>Registers the services of the API.</summary>
    /// <exception cref="SettingsRefusedException">Settings are invalid; every problem is listed.</exception>
    public static void AddApi(this WebApplicationBuilder builder)
    {
        if (ListenAddresses.Of(builder.Configuration).Count == 0)
        {
            builder.WebHost.UseUrls(ApiOptionsReader.DefaultUrl);
        }

        ApiOptions options = ApiOptionsReader.Read(builder.Configuration);
        builder.WebHost.ConfigureKestrel(kestrel => Limit(kestrel, options));
        IServiceCollection services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<HealthReport>();
        services.TryAddSingleton(_ => new EngineOptions());
        services.TryAddSingleton<DataQualityTallies>();
        services.TryAddSingleton<PersonalData>();
        services.TryAddSingleton(ConfiguredLists.None);
        services.TryAddEngineBreakers();
        services.AddSingleton(options)
            .AddSingleton<ApiKeyRing>()
            .AddSingleton<BodyBudget>()
            .AddSingleton(new TokenKeys(options))
            .AddSingleton<UserTokens>()
            .AddSingleton(_ => new WrongKeys(WrongKeys.OneMoreEvery))
            .AddSingleton<AnonymousLimit>()
            .AddSingleton<ICorsPolicyProvider, KeyCors>()
            .AddCors()
            .AddSingleton<KeyRefresher>()
            .AddHostedService(provider => provider.GetRequiredService<KeyRefresher>())
            .AddKnownNames()
            .AddSingleton<BodyReader>()
            .AddSingleton<NewUserLimits>()
            .AddSingleton<UserRates>()
            .AddSingleton<UserGrains>()
            .AddSingleton<EngineCalls>()
            .AddSingleton<ThreadDelay>()
            .AddHostedService<ThreadDelayMonitor>()
            .AddSingleton<EventWriter>()
            .AddSingleton<BatchWriter>()
            .AddSingleton<EventIngest>()
            .AddSingleton<EventQualityCounter>()
            .AddSingleton<FallbackLists>()
            .AddSingleton<CachedLists>()
            .AddSingleton<RecommendationCalls>()
            .AddSingleton<PageCalls>()
            .AddSingleton<ItemDetails>()
            .AddExports()
            .AddStreams()
            .AddSingleton<ApiMetrics>()
            .AddSingleton<OverviewMeter>()
            .AddSingleton<FallbackRefresher>()
            .AddHostedService(provider => provider.GetRequiredService<FallbackRefresher>())
            .AddSingleton<ActiveSettings>()
            .AddSite()
            .AddDemoShop()
            .AddRequestDecompression()
            .AddApiDescription()
            .ConfigureHttpJsonOptions(json => OpenApiSetup.DescribeTypes(json.SerializerOptions, ApiJson.Contexts));
        services.AddHealthChecks()
            .AddCheck<EngineHealthCheck>("engine", tags: [HealthReport.Ready], timeout: HealthReport.Patience)
            .AddCheck<ServingHealthCheck>("serving", tags: [HealthReport.Ready]);
        if (options.ProbeSeconds > 0)
        {
            services.AddSingleton<ProbeMetrics>().AddSingleton<SyntheticVisitor>().AddHostedService<ProbeService>();
            services.AddHealthChecks().AddCheck<ProbeHealthCheck>("probe", tags: [HealthReport.Ready]);
        }
    }

    /// <summary>
    /// Builds the request pipeline: problems, path ids, routing, CORS, API keys, limits, decompression, endpoints.
    /// </summary>
    public static void UseApi(this WebApplication app)
    {
        ApiOptions options = app.Services.GetRequiredService<ApiOptions>();
        if (app.Services.GetService<EngineOptions>()?.Telemetry.JsonLogs == true)
        {
            app.UseMiddleware<RequestScopeMiddleware>();
        }

        if (options.TrustedProxies.Count > 0)
        {
            app.UseForwardedHeaders(ForwardedOf(options));
        }

        if (options.TrustedProxies.Count > 0 || ListenAddresses.Of(app.Configuration).Any(IsHttps))
        {
            app.UseHsts(); // not for loopback names
        }

        app.UseMiddleware<ProblemMiddleware>();
        if (options.Keys.Count == 0)
        {
            app.UseMiddleware<OpenModeMiddleware>();
        }

        app.UseMiddleware<PathIdMiddleware>();
        app.UseRouting();
        if (options.Keys.Count + options.CorsOrigins.Count > 0)
        {
            app.UseCors();
        }

        app.UseMiddleware<ApiKeyMiddleware>();
        app.UseMiddleware<RequestLimits>();

        app.UseRequestDecompression();
        app.MapEvents();
        app.MapRecommendations();
        app.MapItems();
        app.MapSimilar();
        app.MapUsers();
        app.MapUserDirectory();
        app.MapStreams();
        app.MapLive();
        app.MapPages();
        app.MapExports();
        app.MapModels();
        app.MapRollouts();
        app.MapDataQuality();
        app.MapFeeds();
        app.MapWebhooks();
        app.MapExperiments();
        app.MapKeys();
        app.MapSettings();
        app.MapRules();
        app.MapPlacements();
        app.MapTokens();
        app.MapHealth();
        app.MapOverview();
        app.MapApiDescription();
        app.MapScript();
        if (app.Services.GetService<EngineOptions>()?.Console != false)
        {
            app.MapSite();
            app.MapDemoShop();
        }
    }

    private static bool IsHttps(string address) => address.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    private static void Limit(KestrelServerOptions kestrel, ApiOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
        kestrel.Limits.MaxRequestLineSize = MaxRequestLineBytes;
        kestrel.Limits.MaxConcurrentConnections = options.MaxConnections > 0 ? options.MaxConnections : null;
    }

    /// <summary>Takes the client's address and scheme from the headers of trusted proxies.</summary>
    private static ForwardedHeadersOptions ForwardedOf(ApiOptions options)
    {
        ForwardedHeadersOptions forwarded = new()
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = null,
        };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (string proxy in options.TrustedProxies)
        {
            forwarded.KnownIPNetworks.Add(ApiOptionsReader.NetworkOf(proxy)!.Value);
        }

        return forwarded;
    }

    /// <summary>Registers the known names of placements and attributes.</summary>
    private static IServiceCollection AddKnownNames(this IServiceCollection services) => services
        .AddSingleton<KnownPlacements>()
        .AddHostedService(provider => provider.GetRequiredService<KnownPlacements>())
        .AddSingleton<KnownAttributes>()
        .AddSingleton<RuleNames>();

    /// <summary>Registers the live streams.</summary>
    private static IServiceCollection AddStreams(this IServiceCollection services) => services
        .AddSingleton<LiveFeed>()
        .AddSingleton<StreamPlaces>()
        .AddSingleton<StreamServices>()
        .AddSingleton<UserStreamHub>()
        .AddHostedService(provider => provider.GetRequiredService<UserStreamHub>());
}
