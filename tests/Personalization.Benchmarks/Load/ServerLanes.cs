namespace Personalization.Benchmarks.Load;

/// <summary>
/// The connections of one worker to all addresses, used in turn. An address keeps its turn after failures.
/// </summary>
internal sealed class ServerLanes : IDisposable
{
    private readonly ServerLane[] _lanes;
    private int _next;

    /// <summary>Distributes the connections over the addresses.</summary>
    /// <param name="lanes">The lanes, one per address.</param>
    /// <param name="connections">The number of connections over all lanes.</param>
    /// <param name="first">The index of the first lane in turn.</param>
    public ServerLanes(ServerLane[] lanes, int connections, int first)
    {
        _lanes = lanes;
        _next = first % lanes.Length;
        for (int i = 0; i < connections; i++)
        {
            ServerLane lane = lanes[i % lanes.Length];
            lane.Idle.Push(new WireConnection(lane));
        }
    }

    /// <summary>
    /// Gets a free connection for a new request: of the next address in turn or, if its connections are busy, of
    /// another address that is up.
    /// </summary>
    /// <remarks>All connections of an address that is down are free, so it would attract all requests.</remarks>
    public WireConnection? ForNext()
    {
        WireConnection? connection = _lanes[_next].Idle.TryPop(out WireConnection? own)
            ? own
            : Among(lane => !lane.IsDown);
        _next = connection is null ? _next : (_next + 1) % _lanes.Length;
        return connection;
    }

    /// <summary>
    /// Gets a free connection for the next try of a request: of another address than the last try, preferably one that
    /// is up.
    /// </summary>
    public WireConnection? ForAnother(ServerLane? last) =>
        _lanes.Length == 1 ? Among(_ => true)
        : Array.Exists(_lanes, lane => lane != last && !lane.IsDown) ? Among(lane => lane != last && !lane.IsDown)
        : Among(lane => lane != last);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (WireConnection connection in _lanes.SelectMany(lane => lane.Idle))
        {
            connection.Dispose();
        }
    }

    private WireConnection? Among(Func<ServerLane, bool> may)
    {
        for (int i = 1; i <= _lanes.Length; i++)
        {
            ServerLane lane = _lanes[(_next + i) % _lanes.Length];
            if (may(lane) && lane.Idle.TryPop(out WireConnection? connection))
            {
                return connection;
            }
        }

        return null;
    }
}
