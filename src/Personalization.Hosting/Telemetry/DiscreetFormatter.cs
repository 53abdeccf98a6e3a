using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Personalization.Hosting.Settings;

namespace Personalization.Hosting.Telemetry;

/// <summary>Writes log lines like the framework's formatters, with user ids replaced by hashes.</summary>
/// <remarks>The runtime and exceptions name grains, and the name of a user grain holds the user's id.</remarks>
internal sealed class DiscreetFormatter(IServiceProvider services, PersonalData personal, EngineOptions options)
    : ConsoleFormatter(FormatterName)
{
    /// <summary>The name that selects this formatter.</summary>
    public const string FormatterName = "personalization";

    private ConsoleFormatter? _inner;

    /// <inheritdoc/>
    public override void Write<TState>(
        in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        using StringWriter line = new();
        (_inner ??= Find()).Write(in logEntry, scopeProvider, line);
        textWriter.Write(personal.Scrub(line.ToString()));
    }

    /// <summary>
    /// Finds the inner formatter at the first line: formatters cannot depend on each other while they are created.
    /// </summary>
    private ConsoleFormatter Find()
    {
        string name = options.Telemetry.JsonLogs ? ConsoleFormatterNames.Json : ConsoleFormatterNames.Simple;
        return services.GetServices<ConsoleFormatter>().First(formatter => formatter.Name == name);
    }
}
