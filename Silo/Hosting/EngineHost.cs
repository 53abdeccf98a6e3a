using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Dashboard;
using Personalization.Abstractions.Events;
using Personalization.Engine.Composition;
using Personalization.Grains.Lists;
using Personalization.Grains.Models;
using Personalization.Grains.Serving;
using Personalization.Grains.State;
using Personalization.Grains.Users;
using Personalization.Silo.Sample;
using Personalization.Silo.Settings;
using Personalization.Storage.Files;
using Personalization.Storage.Sqlite;

namespace Personalization.Silo.Hosting;

/// <summary>Puts the engine together: options, storage, grains, silo.</summary>
public static class EngineHost
{
    /// <summary>How long a stopping process may take to flush and deactivate before it is cut off.</summary>
    public static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(14);

    /// <summary>Adds the whole engine to a web host: a silo in this process on the embedded store.</summary>
    /// <exception cref="SettingsRefusedException">A setting of section <c>Personalization</c> is wrong; all of them are listed.</exception>
    public static void AddEmbeddedEngine(this WebApplicationBuilder builder)
    {
        builder.AddLogDefaults();
        EngineOptions options = EngineOptionsReader.Read(builder.Configuration);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = DrainTime);
        AddOptions(builder.Services, options);
        AddStorage(builder.Services, options);
        AddEngine(builder.Services);
        builder.UseOrleans(silo => ConfigureSilo(silo, options));

        // Started after the silo, stopped before it.
        builder.Services.AddHostedService(services => services.GetRequiredService<ServingRefresher>());
        builder.Services.AddHostedService<TrainingLifetime>();
        if (options.Sample)
        {
            builder.Services.AddHostedService<SampleLoader>();
        }
    }

    /// <summary>Serves the Orleans Dashboard. It shows grain state: the caller protects what is returned.</summary>
    public static RouteGroupBuilder MapDashboard(this IEndpointRouteBuilder app, string path = "/dashboard") => app.MapOrleansDashboard(path);

    private static void AddOptions(IServiceCollection services, EngineOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(Options.Create(options.Profiles));
        services.AddSingleton(Options.Create(options.Serving));
        services.AddSingleton(Options.Create(options.Training));
        services.AddSingleton(new EventVocabulary(options.EventTypes.Select(type => new EventTypeDefinition(type.Key, type.Value))));
        services.AddSingleton(new PlacementPolicies(options.Placements));
        services.AddSingleton(TimeProvider.System);
    }

    private static void AddStorage(IServiceCollection services, EngineOptions options)
    {
        string folder = Path.GetFullPath(options.DataPath);
        services.AddSqliteStorage(store => store.Path = Path.Combine(folder, "engine.db"));
        services.AddFileModelStore(store => store.Path = Path.Combine(folder, "models"));
    }

    private static void AddEngine(IServiceCollection services)
    {
        services.AddSingleton<IIdSource, RandomIdSource>();
        services.AddSingleton<ListComposer>();
        services.AddSingleton<ServingHolder>();
        services.AddSingleton<ServingRefresher>();
        services.AddSingleton<TrainingRunner>();
    }

    private static void ConfigureSilo(ISiloBuilder silo, EngineOptions options)
    {
        int port = options.SiloPort == 0 ? FreePort() : options.SiloPort;
        silo.UseLocalhostClustering(siloPort: port, gatewayPort: 0, serviceId: "personalization", clusterId: "embedded");
        silo.Configure<GrainCollectionOptions>(collection => collection.CollectionAge = TimeSpan.FromMinutes(30));
        silo.Services.AddSqliteGrainStorage("profiles", _ => new GrainStateSerializer());
        silo.Services.AddSqliteGrainStorage("models", _ => new GrainStateSerializer());
        silo.AddDashboard();
    }

    private static int FreePort()
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
