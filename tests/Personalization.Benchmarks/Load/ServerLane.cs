using System.Globalization;
using System.Net;
using System.Text;

namespace Personalization.Benchmarks.Load;

/// <summary>The idle connections of one worker to one address, and the headers of its requests.</summary>
/// <param name="address">The address.</param>
/// <param name="endpoint">The end point of the address.</param>
/// <param name="key">The API key; null without a key.</param>
internal sealed class ServerLane(Uri address, IPEndPoint endpoint, string? key)
{
    /// <summary>Gets the address as shown in reports.</summary>
    public string Name { get; } = address.Authority;

    /// <summary>Gets the end point of the address.</summary>
    public IPEndPoint Endpoint { get; } = endpoint;

    /// <summary>Gets the headers of every request.</summary>
    public byte[] Headers { get; } = Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"Host: {address.Authority}\r\n")
            + (key is null ? string.Empty : $"X-Api-Key: {key}\r\n"));

    /// <summary>Gets the connections without a request, the most recently used on top.</summary>
    public Stack<WireConnection> Idle { get; } = [];

    /// <summary>Gets whether the last try at this address got no answer.</summary>
    public bool IsDown { get; private set; }

    /// <summary>Returns a connection after its try.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="isDown">Whether the try got no answer.</param>
    /// <param name="keep">Whether the socket can be reused.</param>
    public void Return(WireConnection connection, bool isDown, bool keep)
    {
        IsDown = isDown;
        connection.Finish(keep);
        Idle.Push(connection);
    }

    /// <summary>Resolves an address with one name lookup.</summary>
    public static IPEndPoint Resolve(Uri address)
    {
        IPAddress[] found = Dns.GetHostAddresses(address.DnsSafeHost);
        return new IPEndPoint(
            found.FirstOrDefault(ip => ip.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork) ?? found[0],
            address.Port);
    }
}
