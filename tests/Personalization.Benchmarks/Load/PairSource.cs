namespace Personalization.Benchmarks.Load;

/// <summary>
/// A source of pairs: an event of a random user, then a list of a user whose event was drawn before. The event makes
/// the cached list stale, so nearly every list is computed.
/// </summary>
internal sealed class PairSource : RequestSource
{
    /// <summary>Events between a user's event and the user's list, so that the event is acknowledged by then.</summary>
    private const int Distance = 96;

    private readonly byte[][] _users;
    private readonly byte[][] _items;
    private readonly byte[] _run;
    private readonly byte[] _query;
    private readonly byte[] _path = new byte[512];
    private readonly byte[] _body = new byte[512];
    private readonly Queue<byte[]> _waiting = new(Distance + 1);
    private readonly Random _random;
    private long _next;
    private bool _listIsNext;

    /// <summary>Creates a source.</summary>
    /// <param name="run">The prefix of every event id; it must be unique within the run.</param>
    /// <param name="population">The users and the items.</param>
    /// <param name="query">The path of a list after the user's id, with its query.</param>
    /// <param name="seed">The seed of the users and items.</param>
    public PairSource(string run, Population population, string query, int seed)
    {
        _users = [.. population.Users.Select(Ascii)];
        _items = [.. population.Items.Select(Ascii)];
        _run = Ascii(run);
        _query = Ascii(query);
        _random = new Random(seed);
    }

    /// <inheritdoc/>
    public override void Draw(Operation operation)
    {
        if (_listIsNext && _waiting.Count > Distance)
        {
            DrawList(operation, _waiting.Dequeue());
        }
        else
        {
            DrawEvent(operation, _users[_random.Next(_users.Length)]);
        }

        _listIsNext = !_listIsNext;
    }

    /// <inheritdoc/>
    public override Verdict Judge(Operation operation, int status, ReadOnlySpan<byte> body) =>
        new(AnswerJudge.NameOf(status, body), Served: status is 200 or 202, TryAgain: false);

    private void DrawList(Operation operation, byte[] user)
    {
        operation.Begin(OperationKind.Read);
        int length = _path.Length - Append(Append(_path, "/v1/users/"u8), user).Length;
        WriteGet(operation, _path.AsSpan(0, length), _query);
    }

    private void DrawEvent(Operation operation, byte[] user)
    {
        // One kind for both halves: the figures are those of a pair's requests.
        operation.Begin(OperationKind.Read);
        Span<byte> rest = Append(Append(Append(_body, "{\"eventId\":\""u8), _run), _next++);
        rest = Append(Append(rest, "\",\"userId\":\""u8), user);
        rest = Append(Append(rest, "\",\"type\":\"view\",\"itemId\":\""u8), _items[_random.Next(_items.Length)]);
        rest = Append(rest, "\",\"placement\":\"home\"}"u8);
        _waiting.Enqueue(user);
        WritePost(operation, "/v1/events"u8, _body.AsSpan(0, _body.Length - rest.Length));
    }
}
