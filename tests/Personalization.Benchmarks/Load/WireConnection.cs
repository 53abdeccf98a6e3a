using System.Net.Sockets;

namespace Personalization.Benchmarks.Load;

/// <summary>
/// A keep-alive connection with at most one pending request. No call blocks, not even connecting, so a hanging server
/// delays only its own connections.
/// </summary>
internal sealed class WireConnection(ServerLane lane) : IDisposable
{
    private byte[] _out = new byte[1024];
    private int _outLength;
    private int _sent;
    private bool _connecting;
    private Socket? _socket;

    /// <summary>Gets the lane of the connection.</summary>
    public ServerLane Lane { get; } = lane;

    /// <summary>Gets the socket to wait on; only valid while a request is pending.</summary>
    public Socket Socket => _socket!;

    /// <summary>Gets the pending request.</summary>
    public Operation? Operation { get; private set; }

    /// <summary>Gets the time-out of this try, a timestamp.</summary>
    public long Deadline { get; private set; }

    /// <summary>Gets whether the connection waits to connect or to send, and not for the answer.</summary>
    public bool IsSending => _connecting || _sent < _outLength;

    /// <summary>Gets the answer as received so far.</summary>
    public AnswerBuffer Answer { get; } = new();

    /// <summary>Starts a try.</summary>
    /// <returns>The failure; null if the try did not fail.</returns>
    public string? Start(Operation operation, long deadline)
    {
        (Operation, Deadline) = (operation, deadline);
        Answer.Clear();
        Render(operation);

        // The server closed this idle connection if it has data to read. Like any client, connect again without an
        // error.
        if (_socket is not null && _socket.Poll(0, SelectMode.SelectRead))
        {
            Close();
        }

        return _socket is null ? Connect() : Send();
    }

    /// <summary>Continues once the socket is writable.</summary>
    /// <returns>The failure; null if the try did not fail.</returns>
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

    /// <summary>Continues once the socket is readable.</summary>
    /// <param name="whole">Whether the answer is complete.</param>
    /// <returns>The failure; null if the try did not fail.</returns>
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

    /// <summary>Ends the pending request, so that the connection can take the next one.</summary>
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
