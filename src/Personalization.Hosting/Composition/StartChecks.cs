using System.Net;
using System.Net.Sockets;
using Personalization.Hosting.Settings;
using Personalization.Storage.Sqlite.Connections;

namespace Personalization.Hosting.Composition;

/// <summary>Tries what a start needs from the machine: the addresses and the embedded store.</summary>
/// <remarks>
/// Without these checks the web server finds a used port only after the silo has started and written its log, and the
/// hosting layer logs a locked store with its stack trace.
/// </remarks>
public static class StartChecks
{
    /// <summary>Opens the embedded store, which the server keeps, and tries each address.</summary>
    /// <param name="app">The server, built and not started.</param>
    /// <exception cref="StartRefusedException">
    /// Something is in use or not accessible; every problem is listed.
    /// </exception>
    public static void Run(WebApplication app)
    {
        EngineOptions options = app.Services.GetRequiredService<EngineOptions>();
        string?[] found =
        [
            .. ListenAddresses.Of(app.Configuration).Select(ProblemOfAddress),
            ProblemOfSiloPort(options, nameof(ClusterSettings.SiloPort), options.Cluster.SiloPort),
            ProblemOfSiloPort(options, nameof(ClusterSettings.GatewayPort), options.Cluster.GatewayPort),
            ProblemOfStore(app.Services, options),
        ];
        string[] problems = [.. found.OfType<string>()];
        if (problems.Length > 0)
        {
            throw new StartRefusedException(problems);
        }
    }

    private static string? ProblemOfAddress(string address)
    {
        BindingAddress parsed;
        try
        {
            parsed = BindingAddress.Parse(address);
        }
        catch (FormatException)
        {
            return $"The address '{address}' is not valid: give --urls an address such as http://127.0.0.1:5080.";
        }

        if (parsed.IsUnixPipe || parsed.IsNamedPipe)
        {
            return null;
        }

        SocketError error = TryBind(AddressOf(parsed.Host), parsed.Port);
        return error switch
        {
            SocketError.Success => null,
            SocketError.AddressAlreadyInUse =>
                $"The address '{address}' is in use: stop the process that uses it or choose another with --urls.",
            _ => $"The address '{address}' cannot be opened ({error}): choose another address with --urls.",
        };
    }

    private static string? ProblemOfSiloPort(EngineOptions options, string name, int port)
    {
        if (options.Role == EngineRole.Api || port == 0)
        {
            return null;
        }

        IPAddress address = options.Profile == StorageProfile.Embedded
            ? IPAddress.Loopback
            : AdvertisedAddress.Resolve(options.Cluster.AdvertisedAddress);
        return TryBind(address, port) == SocketError.AddressAlreadyInUse
            ? $"{EngineOptions.Section}:Cluster:{name} is {port}: the port is in use; choose another, or 0 for any."
            : null;
    }

    private static string? ProblemOfStore(IServiceProvider services, EngineOptions options)
    {
        try
        {
            _ = services.GetService<SqliteStore>();
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"{EngineOptions.Section}:DataPath is '{options.DataPath}': {error.Message}";
        }
    }

    /// <summary>The server binds any name but an IP address and localhost to every address of the machine.</summary>
    private static IPAddress AddressOf(string host) =>
        IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? given) ? given
        : string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback
        : IPAddress.Any;

    private static SocketError TryBind(IPAddress address, int port)
    {
        try
        {
            using Socket probe = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            probe.Bind(new IPEndPoint(address, port));
            return SocketError.Success;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode;
        }
    }
}
