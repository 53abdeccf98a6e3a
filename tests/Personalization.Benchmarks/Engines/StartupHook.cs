using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime;

/// <summary>
/// Runs inside the program under test before its own first line (<c>DOTNET_STARTUP_HOOKS</c>) and answers questions
/// about its memory on a port of 127.0.0.1, so that the very process that serves is the one measured, without a line of
/// measuring code in it. The runtime wants this type under this name and in no namespace.
/// </summary>
internal static class StartupHook
{
    /// <summary>Names the variable that holds the port.</summary>
    public const string PortVariable = "PERSONALIZATION_PROBE_PORT";

    /// <summary>Called by the runtime.</summary>
    public static void Initialize()
    {
        if (int.TryParse(Environment.GetEnvironmentVariable(PortVariable), CultureInfo.InvariantCulture, out int port))
        {
            new Thread(() => Serve(port)) { IsBackground = true, Name = "probe" }.Start();
        }
    }

    private static void Serve(int port)
    {
        using TcpListener listener = new(IPAddress.Loopback, port);
        listener.Start();
        while (true)
        {
            using TcpClient client = listener.AcceptTcpClient();
            using NetworkStream stream = client.GetStream();
            using BinaryWriter answer = new(stream);
            if (stream.ReadByte() == 1)
            {
                GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
                GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            }

            answer.Write(GC.GetTotalAllocatedBytes(precise: true));
            answer.Write(GC.GetTotalMemory(forceFullCollection: false));
        }
    }
}
