namespace Personalization.Benchmarks.Load;

/// <summary>One request as bytes, and the facts needed to process its answer. The object is reused.</summary>
internal sealed class Operation
{
    /// <summary>
    /// Gets or sets the request: its first line, then, from <see cref="HeadersAt"/>, the part after the headers of the
    /// server's address.
    /// </summary>
    public byte[] Bytes { get; set; } = new byte[512];

    /// <summary>Gets or sets the position at which the headers of the server's address are inserted.</summary>
    public int HeadersAt { get; set; }

    /// <summary>Gets or sets the number of used bytes.</summary>
    public int Length { get; set; }

    /// <summary>Gets or sets the kind of request.</summary>
    public OperationKind Kind { get; set; }

    /// <summary>Gets the rank of each event's user, in order; empty for a read.</summary>
    public List<long> Users { get; } = [];

    /// <summary>Gets or sets the number in the first event's id; the numbers of a batch are consecutive.</summary>
    public long FirstEvent { get; set; }

    /// <summary>Gets or sets the time from which the latency counts, a timestamp.</summary>
    public long Due { get; set; }

    /// <summary>Gets or sets the number of tries.</summary>
    public int Tries { get; set; }

    /// <summary>Gets or sets the lane of the last try.</summary>
    public ServerLane? LastLane { get; set; }

    /// <summary>Gets or sets the outcome of the last try; null before the first outcome.</summary>
    public string? LastOutcome { get; set; }

    /// <summary>Resets the object for a new request.</summary>
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
    /// <summary>A request for a user's recommendations.</summary>
    Read = 0,

    /// <summary>One event.</summary>
    Event = 1,

    /// <summary>A batch of events.</summary>
    Batch = 2,
}
