using System.Net;
using System.Net.Sockets;

namespace Personalization.Benchmarks.Load;

/// <summary>One keep-alive connection with at most one request under way.</summary>
internal sealed class Connection : IDisposable
{
    private readonly byte[] _out = new byte[64 * 1024];
    private byte[] _in = new byte[64 * 1024];
    private int _received;

    /// <summary>Connects.</summary>
    public Connection(IPEndPoint server)
    {
        Socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Socket.Connect(server);
    }

    /// <summary>The socket, to wait on.</summary>
    public Socket Socket { get; }

    /// <summary>From when the latency of the request under way counts, a timestamp.</summary>
    public long Since { get; private set; }

    /// <summary>Sends the next request of a source.</summary>
    /// <param name="source">Writes it.</param>
    /// <param name="since">See <see cref="Since"/>.</param>
    public void Send(RequestSource source, long since)
    {
        Since = since;
        _received = 0;
        int length = source.Write(_out);
        for (int sent = 0; sent < length;)
        {
            sent += Socket.Send(_out.AsSpan(sent, length - sent));
        }
    }

    /// <summary>Takes in what has arrived.</summary>
    /// <returns>The status when the response is whole, 0 when more is to come.</returns>
    /// <exception cref="IOException">The server closed the connection.</exception>
    public int Receive()
    {
        if (_received == _in.Length)
        {
            Array.Resize(ref _in, _in.Length * 2);
        }

        int count = Socket.Receive(_in.AsSpan(_received));
        if (count == 0)
        {
            throw new IOException("The server closed a connection in the middle of a response.");
        }

        _received += count;
        return ResponseScanner.TryRead(_in.AsSpan(0, _received), out int status, out _) ? status : 0;
    }

    /// <summary>The latest response, for a person to read.</summary>
    public string Describe() => System.Text.Encoding.UTF8.GetString(_in, 0, Math.Min(_received, 1000));

    /// <inheritdoc/>
    public void Dispose() => Socket.Dispose();
}
