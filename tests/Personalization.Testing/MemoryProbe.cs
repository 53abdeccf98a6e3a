using System.Globalization;
using System.Net.Sockets;

namespace Personalization.Testing;

/// <summary>Reads the memory figures of a program that was started with <see cref="Attach"/>.</summary>
internal sealed class MemoryProbe
{
    private readonly int _port = LoopbackPort.Free();

    /// <summary>Adds the probe to a launch.</summary>
    public EngineLaunch Attach(EngineLaunch launch) => launch
        .With("DOTNET_STARTUP_HOOKS", typeof(StartupHook).Assembly.Location)
        .With(StartupHook.PortVariable, _port.ToString(CultureInfo.InvariantCulture));

    /// <summary>Gets the managed bytes allocated since the start of the program.</summary>
    public long Allocated() => Ask(collect: false).Allocated;

    /// <summary>Gets the live managed bytes after a full collection.</summary>
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
