namespace Personalization.Benchmarks.Load;

/// <summary>
/// One request as it goes over the wire, and what must be known of it once it is answered. Used again and again.
/// </summary>
internal sealed class Operation
{
    /// <summary>
    /// The request: its first line, then (from <see cref="HeadersAt"/>) what follows the headers of the server's
    /// address.
    /// </summary>
    public byte[] Bytes { get; set; } = new byte[512];

    /// <summary>Where the headers of the server's address go.</summary>
    public int HeadersAt { get; set; }

    /// <summary>How many of the bytes count.</summary>
    public int Length { get; set; }

    /// <summary>The kind of request.</summary>
    public OperationKind Kind { get; set; }

    /// <summary>The rank of each event's user, in order; empty for a read.</summary>
    public List<long> Users { get; } = [];

    /// <summary>The number in the first event's id; those of a batch follow one another.</summary>
    public long FirstEvent { get; set; }

    /// <summary>From when its latency counts, a timestamp.</summary>
    public long Due { get; set; }

    /// <summary>How often it has been tried.</summary>
    public int Tries { get; set; }

    /// <summary>Where it was tried last.</summary>
    public ServerLane? LastLane { get; set; }

    /// <summary>How its last try ended; null before the first has.</summary>
    public string? LastOutcome { get; set; }

    /// <summary>Clears what the request before left.</summary>
    public void Begin(OperationKind kind)
    {
        Kind = kind;
        Tries = 0;
        LastOutcome = null;
        Users.Clear();
    }
}

/// <summary>The kinds of requests.</summary>
internal enum OperationKind
{
    /// <summary>A user's recommendations.</summary>
    Read = 0,

    /// <summary>One event.</summary>
    Event = 1,

    /// <summary>A batch of events.</summary>
    Batch = 2,
}
