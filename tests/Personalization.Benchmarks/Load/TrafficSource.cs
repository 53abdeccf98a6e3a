using System.Globalization;

namespace Personalization.Benchmarks.Load;

/// <summary>
/// The source of one worker's requests. Equal options give equal requests in every run, independent of the server. Not
/// thread-safe.
/// </summary>
internal sealed class TrafficSource : RequestSource
{
    private const int RoomForAnEvent = 512;
    private static readonly byte[][] Types = [.. new[]
    {
        "view", "view", "view", "view", "view", "view", "view", "click", "addToCart", "purchase"
    }.Select(Ascii)];

    private readonly LoadOptions _options;
    private readonly Random _random;
    private readonly ZipfSampler _users;
    private readonly ZipfSampler _items;
    private readonly string _idPrefix;
    private readonly byte[] _idPrefixBytes;
    private readonly byte[] _body;
    private long _nextEvent;

    /// <summary>Creates a source.</summary>
    /// <param name="options">The mix and the population.</param>
    /// <param name="worker">The number of the worker, which is part of every event id and of the seed.</param>
    public TrafficSource(LoadOptions options, int worker)
    {
        _options = options;
        _random = new Random(HashCodeOf(options.Seed, worker));
        _users = new ZipfSampler(options.Users, options.UserExponent);
        _items = new ZipfSampler(options.Items, options.ItemExponent);
        _idPrefix = string.Create(CultureInfo.InvariantCulture, $"{options.Run}-{worker}-");
        _idPrefixBytes = Ascii(_idPrefix);
        _body = new byte[(options.BatchSize + 1) * RoomForAnEvent];
    }

    /// <inheritdoc/>
    public override void Draw(Operation operation)
    {
        operation.Begin(_random.NextDouble() < _options.ReadShare ? OperationKind.Read
            : _random.NextDouble() < _options.BatchShare ? OperationKind.Batch
            : OperationKind.Event);
        if (operation.Kind == OperationKind.Read)
        {
            DrawRead(operation);
        }
        else
        {
            operation.FirstEvent = _nextEvent;
            int count = operation.Kind == OperationKind.Batch ? _options.BatchSize : 1;
            WritePost(operation, "/v1/events"u8, _body.AsSpan(0, WriteBody(operation, count)));
        }
    }

    /// <inheritdoc/>
    public override Verdict Judge(Operation operation, int status, ReadOnlySpan<byte> body) =>
        AnswerJudge.Judge(operation.Kind, status, body);

    /// <inheritdoc/>
    public override (string User, string Event) EventOf(Operation operation, int index) =>
        (_options.UserIds.Of(operation.Users[index]), EventId(operation, index));

    /// <summary>Gets the id of an operation's event.</summary>
    public string EventId(Operation operation, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{_idPrefix}{operation.FirstEvent + index}");

    /// <summary>Gets a separate seed for a worker: neighboring seeds and workers must not share a sequence.</summary>
    internal static int HashCodeOf(int seed, int worker) =>
        unchecked((int)((((uint)seed * 2_654_435_761u) ^ ((uint)worker * 2_246_822_519u)) & int.MaxValue));

    private void DrawRead(Operation operation)
    {
        Span<byte> rest = Append(operation.Bytes, "GET /v1/users/"u8);
        rest = _options.UserIds.Write(rest, _users.Next(_random));
        rest = Append(Append(rest, "/recommendations?count="u8), _options.Count);
        rest = Append(rest, " HTTP/1.1\r\n"u8);
        operation.HeadersAt = operation.Bytes.Length - rest.Length;
        operation.Length = operation.Bytes.Length - Append(rest, "\r\n"u8).Length;
    }

    private int WriteBody(Operation operation, int count)
    {
        bool batch = operation.Kind == OperationKind.Batch;
        Span<byte> rest = _body;
        for (int i = 0; i < count; i++)
        {
            rest = Append(rest, i > 0 ? ","u8 : batch ? "["u8 : []);
            rest = WriteEvent(rest, operation);
        }

        rest = Append(rest, batch ? "]"u8 : []);
        return _body.Length - rest.Length;
    }

    private Span<byte> WriteEvent(Span<byte> rest, Operation operation)
    {
        long user = _users.Next(_random);
        operation.Users.Add(user);
        rest = Append(Append(Append(rest, "{\"eventId\":\""u8), _idPrefixBytes), _nextEvent++);
        rest = _options.UserIds.Write(Append(rest, "\",\"userId\":\""u8), user);
        rest = Append(Append(rest, "\",\"type\":\""u8), Types[_random.Next(Types.Length)]);
        rest = _options.ItemIds.Write(Append(rest, "\",\"itemId\":\""u8), _items.Next(_random));
        return Append(rest, "\",\"placement\":\"home\"}"u8);
    }
}
