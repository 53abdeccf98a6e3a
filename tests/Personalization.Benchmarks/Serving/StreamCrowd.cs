using System.Globalization;
using System.Net.ServerSentEvents;
using System.Net.Sockets;
using System.Text;

namespace Personalization.Benchmarks.Serving;

/// <summary>Many open streams, read by plain sockets so that the generator takes little memory and time.</summary>
internal sealed class StreamCrowd(Uri address) : IDisposable
{
    private const int OpenedAtOnce = 32;
    private const string Measured = "measured";

    private readonly List<Socket> _sockets = [];
    private readonly HttpClient _http = new() { BaseAddress = address };
    private int _closed;
    private int _sent;

    /// <summary>The streams that the server closed.</summary>
    public int Closed => Volatile.Read(ref _closed);

    /// <summary>Opens streams of different users and waits for the first list of each.</summary>
    public async Task OpenAsync(string prefix, int count, CancellationToken cancellationToken)
    {
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = OpenedAtOnce, CancellationToken = cancellationToken },
            async (number, stop) =>
            {
                Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(address.Host, address.Port, stop);
                string user = string.Create(CultureInfo.InvariantCulture, $"{prefix}-{number}");
                _ = await socket.SendAsync(
                    Encoding.ASCII.GetBytes(
                        $"GET /v1/users/{user}/stream?count=8 HTTP/1.1\r\nHost: {address.Authority}\r\n\r\n"),
                    stop);
                byte[] start = new byte[16 * 1024];
                int read = 0;
                while (!Encoding.ASCII.GetString(start, 0, read).Contains("event: list", StringComparison.Ordinal))
                {
                    int more = await socket.ReceiveAsync(start.AsMemory(read % (start.Length - 1)), stop);
                    read = more == 0
                        ? throw new InvalidOperationException(
                            $"A stream was closed: {Encoding.ASCII.GetString(start, 0, read)}")
                        : Math.Min(start.Length, read + more);
                }

                lock (_sockets)
                {
                    _sockets.Add(socket);
                }

                _ = DrainAsync(socket);
            });
    }

    /// <summary>Measures the times from an event to the list on the stream of its user, milliseconds.</summary>
    public async Task<List<double>> DelaysAsync(
        IReadOnlyList<string> items, int events, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await _http.GetAsync(
            new Uri($"/v1/users/{Measured}/stream?count=8", UriKind.Relative),
            HttpCompletionOption.ResponseHeadersRead,
            cancellationToken);
        _ = response.EnsureSuccessStatusCode();
        using Stream body = await response.Content.ReadAsStreamAsync(cancellationToken);
        await using IAsyncEnumerator<SseItem<string>> lists =
            SseParser.Create(body).EnumerateAsync(cancellationToken)
                .Where(item => item.EventType == "list")
                .GetAsyncEnumerator(cancellationToken);
        _ = await lists.MoveNextAsync();
        List<double> delays = [];
        for (int i = 0; i < events; i++)
        {
            // Longer than the least time between two lists, which is no delay of the engine.
            await Task.Delay(TimeSpan.FromMilliseconds(260), TimeProvider.System, cancellationToken);
            long began = TimeProvider.System.GetTimestamp();
            string id = string.Create(CultureInfo.InvariantCulture, $"m-{_sent++}");
            using HttpResponseMessage ack = await _http.PostAsJsonAsync(
                new Uri("/v1/events", UriKind.Relative),
                new { eventId = id, userId = Measured, type = "view", itemId = items[_sent % items.Count] },
                cancellationToken);
            _ = ack.EnsureSuccessStatusCode();
            _ = await lists.MoveNextAsync();
            delays.Add(TimeProvider.System.GetElapsedTime(began).TotalMilliseconds);
        }

        return delays;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        foreach (Socket socket in _sockets)
        {
            socket.Dispose();
        }
    }

    private async Task DrainAsync(Socket socket)
    {
        byte[] buffer = GC.AllocateUninitializedArray<byte>(512);
        try
        {
            while (await socket.ReceiveAsync(buffer) > 0)
            {
            }

            _ = Interlocked.Increment(ref _closed);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The run has ended.
        }
    }
}
