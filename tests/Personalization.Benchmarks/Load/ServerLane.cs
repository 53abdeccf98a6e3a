using System.Globalization;
using System.Net;
using System.Text;

namespace Personalization.Benchmarks.Load;

/// <summary>
/// One worker's way to one address: the connections that wait for work, and what every request there says.
/// </summary>
/// <param name="address">The address.</param>
/// <param name="endpoint">Where it is.</param>
/// <param name="key">The API key; null for none.</param>
internal sealed class ServerLane(Uri address, IPEndPoint endpoint, string? key)
{
    /// <summary>The address as reports name it.</summary>
    public string Name { get; } = address.Authority;

    /// <summary>Where it is.</summary>
    public IPEndPoint Endpoint { get; } = endpoint;

    /// <summary>The headers of every request.</summary>
    public byte[] Headers { get; } = Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"Host: {address.Authority}\r\n")
            + (key is null ? string.Empty : $"X-Api-Key: {key}\r\n"));

    /// <summary>The connections without a request, most recently used on top.</summary>
    public Stack<WireConnection> Idle { get; } = [];

    /// <summary>Whether the latest try here had no answer.</summary>
    public bool IsDown { get; private set; }

    /// <summary>Takes a connection back after its try.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="isDown">Whether there was no answer.</param>
    /// <param name="keep">Whether its socket can be used again.</param>
    public void Return(WireConnection connection, bool isDown, bool keep)
    {
        IsDown = isDown;
        connection.Finish(keep);
        Idle.Push(connection);
    }

    /// <summary>Finds where an address is; its name is looked up once.</summary>
    public static IPEndPoint Resolve(Uri address)
    {
        IPAddress[] found = Dns.GetHostAddresses(address.DnsSafeHost);
        return new IPEndPoint(
            found.FirstOrDefault(ip => ip.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork) ?? found[0],
            address.Port);
    }
}
