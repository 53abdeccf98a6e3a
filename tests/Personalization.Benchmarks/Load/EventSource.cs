namespace Personalization.Benchmarks.Load;

/// <summary>
/// A source of POST requests with new events of random users on random items: mostly views, sometimes a cart or a
/// purchase. A single event is sent as an object, several events as an array.
/// </summary>
internal sealed class EventSource : RequestSource
{
    private const int RoomForAnEvent = 512;
    private static readonly byte[][] Types =
        [.. new[]
        {
            "view", "view", "view", "view", "view", "view", "view", "click", "addToCart", "purchase"
        }.Select(Ascii)];

    private readonly byte[] _path;
    private readonly byte[] _idPrefix;
    private readonly byte[][] _users;
    private readonly byte[][] _items;
    private readonly byte[] _body;
    private readonly int _batch;
    private readonly int _inTurn;
    private readonly Random _random;
    private long _next;

    /// <summary>Creates a source.</summary>
    /// <param name="path">The path of the requests.</param>
    /// <param name="run">The prefix of every event id; it must be unique within the run.</param>
    /// <param name="population">The users and the items.</param>
    /// <param name="batch">Events per request.</param>
    /// <param name="seed">The seed of the users, items and types.</param>
    /// <param name="inTurn">0 for random users; otherwise the number of events each user gets before the next
    /// user.</param>
    public EventSource(string path, string run, Population population, int batch, int seed, int inTurn = 0)
    {
        _path = Ascii(path);
        _idPrefix = Ascii(run);
        _users = [.. population.Users.Select(Ascii)];
        _items = [.. population.Items.Select(Ascii)];
        _body = new byte[(batch + 1) * RoomForAnEvent];
        _batch = batch;
        _inTurn = inTurn;
        _random = new Random(seed);
    }

    /// <inheritdoc/>
    public override int Operations => _batch;

    /// <inheritdoc/>
    public override int Expected => 202;

    /// <inheritdoc/>
    public override void Draw(Operation operation)
    {
        operation.Begin(_batch > 1 ? OperationKind.Batch : OperationKind.Event);
        WritePost(operation, _path, _body.AsSpan(0, WriteBody()));
    }

    private int WriteBody()
    {
        Span<byte> rest = _body;
        for (int i = 0; i < _batch; i++)
        {
            rest = Append(rest, i > 0 ? ","u8 : _batch > 1 ? "["u8 : []);
            rest = WriteEvent(rest);
        }

        rest = Append(rest, _batch > 1 ? "]"u8 : []);
        return _body.Length - rest.Length;
    }

    private Span<byte> WriteEvent(Span<byte> rest)
    {
        byte[] user = _users[_inTurn > 0 ? (int)(_next / _inTurn % _users.Length) : _random.Next(_users.Length)];
        rest = Append(Append(Append(rest, "{\"eventId\":\""u8), _idPrefix), _next++);
        rest = Append(Append(rest, "\",\"userId\":\""u8), user);
        rest = Append(Append(rest, "\",\"type\":\""u8), Types[_random.Next(Types.Length)]);
        rest = Append(Append(rest, "\",\"itemId\":\""u8), _items[_random.Next(_items.Length)]);
        return Append(rest, "\",\"placement\":\"home\"}"u8);
    }
}

/// <summary>The users and items of a load.</summary>
/// <param name="Users">The user ids, plain ASCII.</param>
/// <param name="Items">The item ids, plain ASCII.</param>
internal sealed record Population(IReadOnlyList<string> Users, IReadOnlyList<string> Items);
