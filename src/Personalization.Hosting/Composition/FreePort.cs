using System.Net;
using System.Net.Sockets;

namespace Personalization.Hosting.Composition;

/// <summary>Finds free TCP ports.</summary>
internal static class FreePort
{
    /// <summary>Returns a port that was free a moment ago.</summary>
    public static int Take()
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
