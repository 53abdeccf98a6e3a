using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Personalization.Testing.Upstream;

/// <summary>
/// One connection through the proxy, with a pump per direction. Buffered bytes carry their arrival time, so that a
/// delay does not reduce throughput.
/// </summary>
internal sealed class ProxyConnection(Socket client, Func<ProxyConditions> conditions, TimeProvider time) : IDisposable
{
    private const int ChunkBytes = 16 * 1024;
    private const int ChunksOnTheWay = 64;

    /// <summary>The number of slices per second in which a rate limit applies.</summary>
    private const int PartsASecond = 50;

    /// <summary>The interval in which a stalled connection checks the conditions.</summary>
    private static readonly TimeSpan StallPause = TimeSpan.FromMilliseconds(5);

    private readonly Socket _server = new(SocketType.Stream, ProtocolType.Tcp);

    /// <summary>Connects and forwards bytes until both sides have ended.</summary>
    public async Task RunAsync(EndPoint target, CancellationToken cancellationToken)
    {
        (client.NoDelay, _server.NoDelay) = (true, true);
        await _server.ConnectAsync(target, cancellationToken);
        Task up = PumpAsync(client, _server, weather => weather.UpDelay, cancellationToken);
        Task down = PumpAsync(_server, client, weather => weather.DownDelay, cancellationToken);
        await await Task.WhenAny(up, down);
        await Task.WhenAll(up, down);
    }

    /// <summary>Ends the connection with a reset on both sides.</summary>
    public void Reset()
    {
        ResetOne(client);
        ResetOne(_server);
    }

    public void Dispose()
    {
        client.Dispose();
        _server.Dispose();
    }

    private static void ResetOne(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // the socket is already closed
        }

        socket.Dispose();
    }

    private async Task PumpAsync(
        Socket from, Socket to, Func<ProxyConditions, TimeSpan> delay, CancellationToken cancellationToken)
    {
        Channel<(byte[] Bytes, long Read)> way = Channel.CreateBounded<(byte[], long)>(ChunksOnTheWay);
        Task writing = WriteAsync(way.Reader, to, delay, cancellationToken);
        byte[] buffer = new byte[ChunkBytes];
        try
        {
            int count;
            while (!writing.IsCompleted && (count = await from.ReceiveAsync(buffer, cancellationToken)) > 0)
            {
                await way.Writer.WriteAsync((buffer[..count], time.GetTimestamp()), cancellationToken);
            }
        }
        finally
        {
            _ = way.Writer.TryComplete();
        }

        await writing;
        to.Shutdown(SocketShutdown.Send);
    }

    private async Task WriteAsync(
        ChannelReader<(byte[] Bytes, long Read)> way,
        Socket to,
        Func<ProxyConditions, TimeSpan> delay,
        CancellationToken cancellationToken)
    {
        await foreach ((byte[] bytes, long read) in way.ReadAllAsync(cancellationToken))
        {
            TimeSpan left = delay(conditions()) - time.GetElapsedTime(read);
            if (left > TimeSpan.Zero)
            {
                await Task.Delay(left, time, cancellationToken);
            }

            while (conditions().Stalled)
            {
                await Task.Delay(StallPause, time, cancellationToken);
            }

            await SendAsync(to, bytes, cancellationToken);
        }
    }

    private async Task SendAsync(Socket to, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            int? rate = conditions().BytesPerSecond;
            int part = rate is { } limit ? Math.Min(bytes.Length, Math.Max(1, limit / PartsASecond)) : bytes.Length;
            int sent = await to.SendAsync(bytes[..part], cancellationToken);
            bytes = bytes[sent..];
            if (rate is { } perSecond)
            {
                await Task.Delay(TimeSpan.FromSeconds(sent / (double)perSecond), time, cancellationToken);
            }
        }
    }
}
