using System.Net;
using System.Net.Sockets;
using Personalization.Testing.Upstream;

namespace Personalization.IntegrationTests.Upstream;

/// <summary>
/// The TCP delay proxy in front of an echo server, on real sockets. The tests check only lower bounds of times: a busy
/// machine is never faster.
/// </summary>
public sealed class DelayProxyTests : IAsyncLifetime
{
    private readonly TcpListener _echo = new(IPAddress.Loopback, 0);
    private DelayProxy _proxy = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _echo.Start();
        _ = EchoAsync();
        _proxy = new DelayProxy(_echo.LocalEndpoint);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        _echo.Stop();
    }

    [Fact]
    public async Task Bytes_pass_unchanged_in_both_directions()
    {
        byte[] sent = new byte[1_000_000];
        new Random(1).NextBytes(sent);
        _proxy.Conditions =
            new ProxyConditions { UpDelay = TimeSpan.FromMilliseconds(5), DownDelay = TimeSpan.FromMilliseconds(5) };

        using Socket socket = await ConnectAsync();
        Task sending = socket.SendAsync(sent, Stop).AsTask();
        Assert.Equal(sent, await ReceiveAsync(socket, sent.Length));
        await sending;
        socket.Shutdown(SocketShutdown.Send);
        Assert.Equal(0, await socket.ReceiveAsync(new byte[1], Stop));
    }

    [Fact]
    public async Task A_round_trip_takes_both_delays()
    {
        _proxy.Conditions =
            new ProxyConditions { UpDelay = TimeSpan.FromMilliseconds(60), DownDelay = TimeSpan.FromMilliseconds(40) };
        using Socket socket = await ConnectAsync();

        Assert.True(await RoundTripAsync(socket, 1) >= TimeSpan.FromMilliseconds(99));
        _proxy.Conditions = new ProxyConditions { BytesPerSecond = 100_000 };
        Assert.True(await RoundTripAsync(socket, 20_000) >= TimeSpan.FromMilliseconds(150));
    }

    [Fact]
    public async Task A_stalled_connection_is_open_and_silent_and_continues_afterwards()
    {
        _proxy.Conditions = new ProxyConditions { Stalled = true };
        using Socket socket = await ConnectAsync();
        _ = await socket.SendAsync(new byte[] { 7 }, Stop);
        Task<byte[]> answer = ReceiveAsync(socket, 1);

        Assert.NotSame(
            answer, await Task.WhenAny(answer, Task.Delay(TimeSpan.FromMilliseconds(150), TimeProvider.System, Stop)));
        _proxy.Conditions = ProxyConditions.Clear;
        Assert.Equal([7], await answer);
    }

    [Fact]
    public async Task A_cut_resets_open_connections_and_a_refusal_new_ones()
    {
        using Socket socket = await ConnectAsync();
        _ = await RoundTripAsync(socket, 1);
        _proxy.Cut();

        Assert.Equal(
            SocketError.ConnectionReset,
            (await Assert.ThrowsAsync<SocketException>(() => ReceiveAsync(socket, 1))).SocketErrorCode);
        _proxy.Conditions = new ProxyConditions { Refusing = true };
        _ = await Assert.ThrowsAsync<SocketException>(async () =>
        {
            using Socket refused = await ConnectAsync();
            _ = await ReceiveAsync(refused, 1);
        });
        _proxy.Conditions = ProxyConditions.Clear;
        using Socket again = await ConnectAsync();
        _ = await RoundTripAsync(again, 10);
    }

    private async Task<Socket> ConnectAsync()
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(_proxy.EndPoint, Stop);
        return socket;
    }

    private static async Task<TimeSpan> RoundTripAsync(Socket socket, int bytes)
    {
        long started = TimeProvider.System.GetTimestamp();
        _ = await socket.SendAsync(new byte[bytes], Stop);
        _ = await ReceiveAsync(socket, bytes);
        return TimeProvider.System.GetElapsedTime(started);
    }

    /// <summary>Reads a number of bytes. Fails if the connection ends earlier.</summary>
    private static async Task<byte[]> ReceiveAsync(Socket socket, int count)
    {
        byte[] received = new byte[count];
        for (int at = 0; at < count;)
        {
            int read = await socket.ReceiveAsync(received.AsMemory(at), Stop);
            at += read > 0 ? read : throw new SocketException((int)SocketError.ConnectionReset);
        }

        return received;
    }

    private async Task EchoAsync()
    {
        while (true)
        {
            try
            {
                Socket socket = await _echo.AcceptSocketAsync();
                _ = EchoAsync(socket);
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private static async Task EchoAsync(Socket socket)
    {
        using (socket)
        {
            await using NetworkStream stream = new(socket);
            try
            {
                await stream.CopyToAsync(stream);
            }
            catch (IOException)
            {
                // cut
            }
        }
    }
}
