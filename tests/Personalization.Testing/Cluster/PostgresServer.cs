using System.Collections.Immutable;
using System.Diagnostics;

namespace Personalization.Testing.Cluster;

/// <summary>A PostgreSQL server for one test, which may restart it under load. Its writes are durable.</summary>
public sealed class PostgresServer : IDisposable
{
    private readonly TempFolder? _own;
    private readonly string _folder;
    private readonly string? _also;

    private PostgresServer(string? also, string? folder)
    {
        _also = also;
        _own = folder is null ? new TempFolder() : null;
        _folder = folder ?? _own!.Path;
        ConnectionString = Control("start");
    }

    /// <summary>Gets the connection string for this machine's own network.</summary>
    public string ConnectionString { get; }

    /// <summary>Gets the settings of an engine process on this store.</summary>
    public ImmutableDictionary<string, string> Settings =>
        ImmutableDictionary.CreateRange(new Dictionary<string, string>
        {
            ["Personalization__Profile"] = "Postgres",
            ["Personalization__Postgres__ConnectionString"] = _also is null
                ? ConnectionString
                : ConnectionString.Replace("127.0.0.1", _also, StringComparison.Ordinal),
        });

    /// <summary>Starts a server.</summary>
    /// <param name="also">One more address to listen on, for silos in separate networks; null for none.</param>
    /// <param name="folder">The folder of its data; null for a temporary one.</param>
    public static PostgresServer Start(string? also = null, string? folder = null) => new(also, folder);

    /// <summary>Gets the reason why no server can start here; null if one can.</summary>
    public static string? Missing() =>
        Directory.Exists("/usr/lib/postgresql") ? null : "PostgreSQL is not installed (tests/run.sh installs it)";

    /// <summary>Stops the server, which cuts every connection, and starts it again on the same port.</summary>
    public void Restart() => _ = Control("restart");

    /// <summary>Stops the server, which cuts every connection.</summary>
    public void Stop() => _ = Control("stop");

    /// <summary>Starts the server on the same port if it does not run.</summary>
    public void StartAgain() => _ = Control("start");

    /// <inheritdoc/>
    public void Dispose()
    {
        _ = Control("stop");
        _own?.Dispose();
    }

    private string Control(string action)
    {
        string script = Path.Combine(EngineBuild.Root, "deploy", "local", "postgres.sh");
        ProcessStartInfo start = new("bash", [script, action, _folder]) { RedirectStandardOutput = true };
        if (_also is not null)
        {
            start.Environment["POSTGRES_ALSO"] = _also;
        }

        using Process process = Process.Start(start)!;
        string[] lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        return process.ExitCode == 0 ? lines.LastOrDefault() ?? string.Empty : throw new InvalidOperationException(
            $"{script} {action} ended with {process.ExitCode}; see {_folder}/server.log.");
    }
}
