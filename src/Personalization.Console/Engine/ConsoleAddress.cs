using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Personalization.OperatorConsole.Engine;

/// <summary>Finds the address at which this process reaches its own API.</summary>
internal static class ConsoleAddress
{
    private const string Loopback = "127.0.0.1";

    private static readonly string[] Wildcards = ["*", "+", "0.0.0.0", "[::]"];

    /// <summary>Gets the address of a running server.</summary>
    /// <exception cref="InvalidOperationException">The server has no address yet.</exception>
    public static Uri Of(IServer server)
    {
        string[] addresses = [.. server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []];
        string? own = addresses.FirstOrDefault(one => one.StartsWith("http:", StringComparison.OrdinalIgnoreCase))
            ?? addresses.FirstOrDefault();
        return own is null
            ? throw new InvalidOperationException("The server has no address yet.")
            : Of(own);
    }

    /// <summary>Replaces the wildcard host of an address by the loopback address.</summary>
    public static Uri Of(string address)
    {
        string[] parts = address.TrimEnd('/').Split("://", 2);
        string host = parts[1][..parts[1].LastIndexOf(':')];
        string port = parts[1][(host.Length + 1)..];
        return new Uri($"{parts[0]}://{(Wildcards.Contains(host) ? Loopback : host)}:{port}/");
    }
}
