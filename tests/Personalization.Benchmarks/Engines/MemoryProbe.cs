using System.Net.Sockets;
using Personalization.Testing;

namespace Personalization.Benchmarks.Engines;

/// <summary>Asks a program started with <see cref="Attach"/> about its memory.</summary>
internal sealed class MemoryProbe
{
    private readonly int _port = LoopbackPort.Free();

    /// <summary>The launch with the probe in it.</summary>
    public EngineLaunch Attach(EngineLaunch launch) => launch
        .With("DOTNET_STARTUP_HOOKS", typeof(StartupHook).Assembly.Location)
        .With(StartupHook.PortVariable, _port.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>The managed bytes allocated since the program's start.</summary>
    public long Allocated() => Ask(collect: false).Allocated;

    /// <summary>The managed bytes alive, after a full collection.</summary>
    public long Live() => Ask(collect: true).Live;

    private (long Allocated, long Live) Ask(bool collect)
    {
        using TcpClient client = new("127.0.0.1", _port);
        using NetworkStream stream = client.GetStream();
        stream.WriteByte(collect ? (byte)1 : (byte)0);
        using BinaryReader answer = new(stream);
        return (answer.ReadInt64(), answer.ReadInt64());
    }
}
