using Microsoft.Extensions.Configuration.Memory;

namespace Personalization.Hosting.Composition;

/// <summary>What is logged when nobody says otherwise: the engine's own steps, and of the libraries below only what is wrong.</summary>
internal static class LogDefaults
{
    private static readonly Dictionary<string, string?> Levels = new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft"] = "Warning",
        ["Logging:LogLevel:Orleans"] = "Warning",
        ["Logging:LogLevel:Polly"] = "Warning",

        // Otherwise every request makes an activity and a log scope that nobody reads.
        ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = "None",

        // Both warn at every start of a healthy process: of the workstation collector, which is chosen here, and of a watchdog
        // that has not looked for the first time yet.
        ["Logging:LogLevel:Orleans.Runtime.Silo"] = "Error",
        ["Logging:LogLevel:Orleans.Runtime.Watchdog"] = "Error",
    };

    /// <summary>Puts the defaults below every other source of settings.</summary>
    public static void AddLogDefaults(this WebApplicationBuilder builder)
    {
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = Levels });
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
        });
    }
}
