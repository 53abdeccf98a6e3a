namespace Personalization.Benchmarks.Load;

/// <summary>
/// One worker's ways to all addresses, taken in turn. An address keeps its turns however often it fails.
/// </summary>
internal sealed class ServerLanes : IDisposable
{
    private readonly ServerLane[] _lanes;
    private int _next;

    /// <summary>Shares the connections out.</summary>
    /// <param name="lanes">The ways.</param>
    /// <param name="connections">Connections over all of them.</param>
    /// <param name="first">Which is first in turn.</param>
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
    /// A free connection for a new request: of the address whose turn it is, or, when all of its connections are busy,
    /// of another that is up: one that is down has all of its connections free and would draw everything.
    /// </summary>
    public WireConnection? ForNext()
    {
        WireConnection? connection = _lanes[_next].Idle.TryPop(out WireConnection? own)
            ? own
            : Among(lane => !lane.IsDown);
        _next = connection is null ? _next : (_next + 1) % _lanes.Length;
        return connection;
    }

    /// <summary>
    /// A free connection for another try of a request: of another address than the last time, one that is up when there
    /// is one.
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
