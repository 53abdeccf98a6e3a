using Microsoft.Extensions.Configuration.Memory;

namespace Personalization.Hosting.Composition;

/// <summary>The default log levels: the engine's own steps, and only warnings and errors of the libraries.</summary>
internal static class LogDefaults
{
    private static readonly Dictionary<string, string?> Levels = new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft"] = "Warning",
        ["Logging:LogLevel:Orleans"] = "Warning",
        ["Logging:LogLevel:Polly"] = "Warning",

        // Otherwise every request creates an activity and a log scope that nothing uses.
        ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = "None",

        // Both warn at every start of a healthy process: about the workstation garbage collector, which is chosen here,
        // and about a watchdog that has not run yet.
        ["Logging:LogLevel:Orleans.Runtime.Silo"] = "Error",
        ["Logging:LogLevel:Orleans.Runtime.Watchdog"] = "Error",
    };

    /// <summary>Adds the defaults below every other source of settings.</summary>
    public static void AddLogDefaults(this WebApplicationBuilder builder)
    {
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(
            0, new MemoryConfigurationSource { InitialData = Levels });
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
        });
    }
}
