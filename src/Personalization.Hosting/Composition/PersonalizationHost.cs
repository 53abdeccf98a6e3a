using Microsoft.Extensions.DependencyInjection.Extensions;
using Personalization.Hosting.Embedding;
using Personalization.Hosting.Settings;

namespace Personalization.Hosting.Composition;

/// <summary>Hosts the engine in the process of an application.</summary>
public static class PersonalizationHost
{
    /// <summary>Defaults of an application: no example data and no open dashboard.</summary>
    private static readonly Dictionary<string, string?> Defaults = new()
    {
        [$"{EngineOptions.Section}:{nameof(EngineOptions.Sample)}"] = "false",
        [$"{EngineOptions.Section}:{nameof(EngineOptions.Telemetry)}:{nameof(TelemetrySettings.Dashboard)}"] = "false",
    };

    /// <summary>
    /// Adds the engine: a silo in this process, the stores of the settings, and <see cref="Personalizer"/>, through
    /// which the application calls it. The engine starts and stops with the host.
    /// </summary>
    /// <param name="builder">The host of the application.</param>
    /// <returns>The host.</returns>
    /// <remarks>
    /// The settings are the section <c>Personalization</c> of the application's configuration. The application keeps
    /// its own logging and telemetry; the meters <c>Personalization.*</c> belong to the engine. The engine serves no
    /// HTTP. A process has at most one silo, so the application cannot host another one beside it.
    /// </remarks>
    /// <exception cref="SettingsRefusedException">Settings are invalid; every problem is listed.</exception>
    public static IHostApplicationBuilder AddPersonalization(this IHostApplicationBuilder builder)
    {
        // The defaults stay outside the application's configuration. To insert a source there would reload the others
        // and lose the values that the application has set in code.
        IConfiguration settings = new ConfigurationBuilder()
            .AddInMemoryCollection(Defaults)
            .AddConfiguration(builder.Configuration)
            .Build();
        EngineOptions options = EngineOptionsReader.Read(settings, EngineRole.Node);
        _ = builder.Services.AddMetrics();
        builder.AddParts(options);
        builder.Services.TryAddSingleton<Personalizer>();
        return builder;
    }
}
