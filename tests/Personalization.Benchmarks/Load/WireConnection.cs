using System.Net.Sockets;

namespace Personalization.Benchmarks.Load;

/// <summary>
/// A keep-alive connection with at most one request under way. Nothing here blocks, not even connecting: a server that
/// hangs costs its own connections their time and nobody else's.
/// </summary>
internal sealed class WireConnection(ServerLane lane) : IDisposable
{
    private byte[] _out = new byte[1024];
    private int _outLength;
    private int _sent;
    private bool _connecting;
    private Socket? _socket;

    /// <summary>Where it leads.</summary>
    public ServerLane Lane { get; } = lane;

    /// <summary>The socket, to wait on; there is one while a request is under way.</summary>
    public Socket Socket => _socket!;

    /// <summary>The request under way.</summary>
    public Operation? Operation { get; private set; }

    /// <summary>When this try is given up, a timestamp.</summary>
    public long Deadline { get; private set; }

    /// <summary>Whether it waits to connect or to send, and not for the answer.</summary>
    public bool IsSending => _connecting || _sent < _outLength;

    /// <summary>The answer as far as it has arrived.</summary>
    public AnswerBuffer Answer { get; } = new();

    /// <summary>Begins a try.</summary>
    /// <returns>How it failed; null while it has not.</returns>
    public string? Start(Operation operation, long deadline)
    {
        (Operation, Deadline) = (operation, deadline);
        Answer.Clear();
        Render(operation);

        // an idle connection with something to read has been closed by the server: any client connects again without
        // reporting an error
        if (_socket is not null && _socket.Poll(0, SelectMode.SelectRead))
        {
            Close();
        }

        return _socket is null ? Connect() : Send();
    }

    /// <summary>Continues when the socket can be written.</summary>
    /// <returns>How the try failed; null while it has not.</returns>
    public string? Write()
    {
        if (_connecting)
        {
            _connecting = false;
            SocketError error = (SocketError)(int)Socket.GetSocketOption(
                SocketOptionLevel.Socket, SocketOptionName.Error)!;
            if (error != SocketError.Success)
            {
                return Failures.Of(error);
            }
        }

        return Send();
    }

    /// <summary>Continues when the socket can be read.</summary>
    /// <param name="whole">Whether the answer has arrived.</param>
    /// <returns>How the try failed; null while it has not.</returns>
    public string? Read(out bool whole)
    {
        whole = false;
        int count = Socket.Receive(Answer.Room(), SocketFlags.None, out SocketError error);
        if (error == SocketError.WouldBlock)
        {
            return null;
        }

        if (error != SocketError.Success)
        {
            return Failures.Of(error);
        }

        if (count == 0)
        {
            return Failures.Closed;
        }

        try
        {
            whole = Answer.Take(count);
            return null;
        }
        catch (FormatException)
        {
            return Failures.Garbled;
        }
    }

    /// <summary>Ends the request under way; the connection can take the next.</summary>
    /// <param name="keep">Whether the socket can be used again.</param>
    public void Finish(bool keep)
    {
        Operation = null;
        if (!keep)
        {
            Close();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    private string? Connect()
    {
        _socket = new Socket(Lane.Endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            Blocking = false
        };
        try
        {
            _socket.Connect(Lane.Endpoint);
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            _connecting = true;
            return null;
        }
        catch (SocketException error)
        {
            return Failures.Of(error.SocketErrorCode);
        }

        return Send();
    }

    private string? Send()
    {
        while (_sent < _outLength)
        {
            int count = Socket.Send(_out.AsSpan(_sent, _outLength - _sent), SocketFlags.None, out SocketError error);
            if (error == SocketError.WouldBlock)
            {
                return null;
            }

            if (error != SocketError.Success)
            {
                return Failures.Of(error);
            }

            _sent += count;
        }

        return null;
    }

    private void Render(Operation operation)
    {
        (_outLength, _sent) = (operation.Length + Lane.Headers.Length, 0);
        if (_out.Length < _outLength)
        {
            _out = new byte[_outLength * 2];
        }

        ReadOnlySpan<byte> bytes = operation.Bytes.AsSpan(0, operation.Length);
        bytes[..operation.HeadersAt].CopyTo(_out);
        Lane.Headers.CopyTo(_out, operation.HeadersAt);
        bytes[operation.HeadersAt..].CopyTo(_out.AsSpan(operation.HeadersAt + Lane.Headers.Length));
    }

    private void Close()
    {
        _socket?.Dispose();
        (_socket, _connecting) = (null, false);
    }
}
