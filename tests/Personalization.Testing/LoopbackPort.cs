using System.Net;
using System.Net.Sockets;

namespace Personalization.Testing;

/// <summary>Finds free ports.</summary>
internal static class LoopbackPort
{
    /// <summary>Gets a port of 127.0.0.1 that was free at the time of the call.</summary>
    public static int Free()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
