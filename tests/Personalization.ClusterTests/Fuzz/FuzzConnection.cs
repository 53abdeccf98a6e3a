using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Personalization.ClusterTests.Fuzz;

/// <summary>Sends bytes that a correct HTTP client refuses to send, and reads the answer.</summary>
internal sealed class FuzzConnection(int port) : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    private TcpClient? _client;
    private NetworkStream? _network;
    private BufferedStream? _stream;
    private bool _begun;

    /// <summary>Gets how often a reused connection was already closed.</summary>
    public int Retries { get; private set; }

    /// <summary>Sends a request and reads its answer. Reuses the connection if the server keeps it open.</summary>
    /// <exception cref="IOException">The server gave no answer.</exception>
    public async Task<FuzzAnswer> AskAsync(FuzzRequest request)
    {
        bool reused = _client is not null;
        try
        {
            return await AskOnceAsync(request);
        }
        catch (IOException) when (reused && !_begun)
        {
            // a server may close an idle connection at any time; a client then repeats the request over a new one
            Dispose();
            Retries++;
            return await AskOnceAsync(request);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client?.Dispose();
        _client = null;
    }

    private async Task<FuzzAnswer> AskOnceAsync(FuzzRequest request)
    {
        _begun = false;
        using CancellationTokenSource late = new(Timeout, TimeProvider.System);
        if (_client is null)
        {
            _client = new TcpClient();
            await _client.ConnectAsync("127.0.0.1", port, late.Token);
            _network = _client.GetStream();
            _stream = new BufferedStream(_network);
        }

        await TrySendAsync(request.ToBytes(), late.Token);
        FuzzAnswer answer = await ReadAsync(late.Token);
        if (answer.Closes)
        {
            Dispose();
        }

        return answer;
    }

    private async Task TrySendAsync(byte[] request, CancellationToken cancellationToken)
    {
        try
        {
            await _network!.WriteAsync(request, cancellationToken);
        }
        catch (IOException)
        {
            // the server refused before it read the whole body; the answer holds the reason
        }
    }

    private async Task<FuzzAnswer> ReadAsync(CancellationToken cancellationToken)
    {
        List<string> lines = [];
        for (string line = await LineAsync(cancellationToken);
             line.Length > 0;
             line = await LineAsync(cancellationToken))
        {
            lines.Add(line);
        }

        FuzzAnswer head = new(int.Parse(lines[0].AsSpan(9, 3), CultureInfo.InvariantCulture), lines, []);
        return head with { Body = await BodyAsync(head, cancellationToken) };
    }

    private async Task<byte[]> BodyAsync(FuzzAnswer head, CancellationToken cancellationToken)
    {
        if (head.Header("Content-Length") is { } length)
        {
            return await BytesAsync(int.Parse(length, CultureInfo.InvariantCulture), cancellationToken);
        }

        if (head.Header("Transfer-Encoding") is null)
        {
            return [];
        }

        List<byte> body = [];
        while (true)
        {
            int size = int.Parse(
                await LineAsync(cancellationToken), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            body.AddRange(await BytesAsync(size, cancellationToken));
            _ = await LineAsync(cancellationToken);
            if (size == 0)
            {
                return [.. body];
            }
        }
    }

    private async Task<byte[]> BytesAsync(int count, CancellationToken cancellationToken)
    {
        byte[] bytes = new byte[count];
        await _stream!.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }

    private async Task<string> LineAsync(CancellationToken cancellationToken)
    {
        StringBuilder line = new();
        byte[] one = new byte[1];
        while (true)
        {
            await _stream!.ReadExactlyAsync(one, cancellationToken);
            _begun = true;
            if (one[0] == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            _ = line.Append((char)one[0]);
        }
    }
}
