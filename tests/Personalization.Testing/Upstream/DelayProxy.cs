using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Personalization.Testing.Upstream;

/// <summary>
/// A TCP proxy on loopback that makes a connection slow, stuck or cut, for whatever speaks TCP: kernels without
/// <c>netem</c> cannot. Conditions change at any moment and hold for open connections too.
/// </summary>
internal sealed class DelayProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly EndPoint _target;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<ProxyConnection, bool> _connections = new();
    private readonly Task _accepting;
    private volatile ProxyConditions _conditions = ProxyConditions.Clear;

    /// <summary>Starts to listen on a free port.</summary>
    /// <param name="target">Where connections go.</param>
    /// <param name="time">The clock.</param>
    public DelayProxy(EndPoint target, TimeProvider? time = null)
    {
        _target = target;
        _time = time ?? TimeProvider.System;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>The weather.</summary>
    public ProxyConditions Conditions
    {
        get => _conditions;
        set => _conditions = value;
    }

    /// <summary>Connections that are open.</summary>
    public int Count => _connections.Count;

    /// <summary>Resets every open connection.</summary>
    public void Cut()
    {
        foreach (ProxyConnection connection in _connections.Keys)
        {
            connection.Reset();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        Cut();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> running = [];
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                running.Add(ServeAsync(await _listener.AcceptSocketAsync(_stopping.Token)));
                _ = running.RemoveAll(task => task.IsCompleted);
            }
            catch (Exception error) when (error is OperationCanceledException
                or SocketException
                or ObjectDisposedException)
            {
                // stopping, or the client was gone before it was accepted
            }
        }

        await Task.WhenAll(running);
    }

    private async Task ServeAsync(Socket client)
    {
        using ProxyConnection connection = new(client, () => _conditions, _time);
        _ = _connections.TryAdd(connection, true);
        try
        {
            if (_conditions.Refusing)
            {
                connection.Reset();
                return;
            }

            await connection.RunAsync(_target, _stopping.Token);
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            connection.Reset();
        }
        finally
        {
            _ = _connections.TryRemove(connection, out _);
        }
    }
}
