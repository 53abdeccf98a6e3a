using System.Collections.Immutable;
using System.Diagnostics;

namespace Personalization.Testing.Cluster;

/// <summary>Azurite, the emulator of Azure Storage, for one cluster of real processes.</summary>
public sealed class AzuriteServer : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _host;

    private AzuriteServer(string host)
    {
        _host = host;
        ConnectionString = Control("start");
    }

    /// <summary>Gets the connection string.</summary>
    public string ConnectionString { get; }

    /// <summary>Gets the settings of an engine process on this account.</summary>
    public ImmutableDictionary<string, string> Settings =>
        ImmutableDictionary.CreateRange(new Dictionary<string, string>
        {
            ["Personalization__Profile"] = "Azure",
            ["Personalization__Azure__ConnectionString"] = ConnectionString,
        });

    /// <summary>Starts a server. The first start installs Azurite with npm.</summary>
    /// <param name="host">The address to listen on.</param>
    public static AzuriteServer Start(string host) => new(host);

    /// <inheritdoc/>
    public void Dispose()
    {
        _ = Control("stop");
        _folder.Dispose();
    }

    private string Control(string action)
    {
        string script = Path.Combine(EngineBuild.Root, "deploy", "local", "azurite.sh");
        ProcessStartInfo start = new("bash", [script, action, _folder.Path]) { RedirectStandardOutput = true };
        start.Environment["AZURITE_HOST"] = _host;
        using Process process = Process.Start(start)!;
        string[] lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        return process.ExitCode == 0
            ? lines.LastOrDefault() ?? string.Empty
            : throw new InvalidOperationException($"{script} {action} ended with {process.ExitCode}.");
    }
}
