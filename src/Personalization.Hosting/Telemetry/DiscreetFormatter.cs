using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Personalization.Hosting.Settings;

namespace Personalization.Hosting.Telemetry;

/// <summary>Writes log lines as the framework's formatters do, without users' ids: the runtime and exceptions name grains, and users are grains.</summary>
internal sealed class DiscreetFormatter(IServiceProvider services, PersonalData personal, EngineOptions options) : ConsoleFormatter(FormatterName)
{
    /// <summary>The name it is chosen by.</summary>
    public const string FormatterName = "personalization";

    private ConsoleFormatter? _inner;

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        using StringWriter line = new();
        (_inner ??= Find()).Write(in logEntry, scopeProvider, line);
        textWriter.Write(personal.Scrub(line.ToString()));
    }

    /// <summary>Asked for at the first line: formatters cannot be told of each other while they are made.</summary>
    private ConsoleFormatter Find()
    {
        string name = options.Telemetry.JsonLogs ? ConsoleFormatterNames.Json : ConsoleFormatterNames.Simple;
        return services.GetServices<ConsoleFormatter>().First(formatter => formatter.Name == name);
    }
}
