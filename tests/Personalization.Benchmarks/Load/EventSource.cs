namespace Personalization.Benchmarks.Load;

/// <summary>
/// POST requests with new events: a view, now and then a cart or a purchase, of a random user on a random item of the population.
/// One event is sent as an object, more as an array.
/// </summary>
internal sealed class EventSource : RequestSource
{
    private const int HeaderRoom = 256;
    private static readonly byte[][] Types = [.. new[] { "view", "view", "view", "view", "view", "view", "view", "click", "addToCart", "purchase" }.Select(Ascii)];

    private readonly byte[] _head;
    private readonly byte[] _idPrefix;
    private readonly byte[][] _users;
    private readonly byte[][] _items;
    private readonly int _batch;
    private readonly int _inTurn;
    private readonly Random _random;
    private long _next;

    /// <summary>Prepares the requests.</summary>
    /// <param name="path">Where to post.</param>
    /// <param name="run">Begins every event id; must be new in the run.</param>
    /// <param name="population">Who and what.</param>
    /// <param name="batch">Events per request.</param>
    /// <param name="seed">Chooses users, items and types.</param>
    /// <param name="inTurn">0 for random users; else each user in turn gets so many events in a row.</param>
    public EventSource(string path, string run, Population population, int batch, int seed, int inTurn = 0)
    {
        _head = Ascii($"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: ");
        _idPrefix = Ascii(run);
        _users = [.. population.Users.Select(Ascii)];
        _items = [.. population.Items.Select(Ascii)];
        _batch = batch;
        _inTurn = inTurn;
        _random = new Random(seed);
    }

    /// <inheritdoc/>
    public override int Operations => _batch;

    /// <inheritdoc/>
    public override int Expected => 202;

    /// <inheritdoc/>
    public override int Write(Span<byte> buffer)
    {
        int length = WriteBody(buffer[HeaderRoom..]);
        Span<byte> rest = Append(Append(Append(buffer, _head), length), "\r\n\r\n"u8);
        int headLength = buffer.Length - rest.Length;
        buffer.Slice(HeaderRoom, length).CopyTo(buffer[headLength..]);
        return headLength + length;
    }

    private int WriteBody(Span<byte> body)
    {
        Span<byte> rest = body;
        for (int i = 0; i < _batch; i++)
        {
            rest = Append(rest, i > 0 ? ","u8 : _batch > 1 ? "["u8 : []);
            rest = WriteEvent(rest);
        }

        rest = Append(rest, _batch > 1 ? "]"u8 : []);
        return body.Length - rest.Length;
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
