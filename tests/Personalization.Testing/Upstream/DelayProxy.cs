using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Personalization.Testing.Upstream;

/// <summary>
/// A TCP proxy on loopback that slows, stalls or cuts connections. It replaces <c>netem</c>, which some kernels lack.
/// New conditions apply to open connections too.
/// </summary>
internal sealed class DelayProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<ProxyConnection, bool> _connections = new();
    private readonly Task _accepting;
    private volatile EndPoint _target;
    private volatile ProxyConditions _conditions = ProxyConditions.Clear;

    /// <summary>Starts a proxy on a free port.</summary>
    /// <param name="target">The address that connections are forwarded to.</param>
    /// <param name="time">The clock.</param>
    public DelayProxy(EndPoint target, TimeProvider? time = null)
    {
        _target = target;
        _time = time ?? TimeProvider.System;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Gets the address that the proxy listens on.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>Gets or sets the address that new connections are forwarded to.</summary>
    public EndPoint Target
    {
        get => _target;
        set => _target = value;
    }

    /// <summary>Gets or sets the network conditions.</summary>
    public ProxyConditions Conditions
    {
        get => _conditions;
        set => _conditions = value;
    }

    /// <summary>Gets the number of open connections.</summary>
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
                // the proxy stops, or the client left before the accept
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
