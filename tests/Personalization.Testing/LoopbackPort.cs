using System.Net;
using System.Net.Sockets;

namespace Personalization.Testing;

/// <summary>Finds ports nobody listens on.</summary>
internal static class LoopbackPort
{
    /// <summary>A port of 127.0.0.1 that was free a moment ago.</summary>
    public static int Free()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
