using System.Net;
using System.Net.Sockets;

namespace Personalization.Hosting.Composition;

/// <summary>Ports nobody listens on.</summary>
internal static class FreePort
{
    /// <summary>A port that was free a moment ago.</summary>
    public static int Take()
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
