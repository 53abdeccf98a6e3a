using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime;

/// <summary>
/// Runs inside the program under test before its entry point (<c>DOTNET_STARTUP_HOOKS</c>) and reports its memory on a
/// port of 127.0.0.1.
/// </summary>
/// <remarks>
/// The benchmark measures the serving process itself, and the product has no measuring code. The runtime requires this
/// type name without a namespace.
/// </remarks>
internal static class StartupHook
{
    /// <summary>The name of the environment variable that holds the port.</summary>
    public const string PortVariable = "PERSONALIZATION_PROBE_PORT";

    /// <summary>Starts the probe; the runtime calls this method.</summary>
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
