namespace Personalization.Testing.Upstream;

/// <summary>The network conditions between a client and a server. Immutable.</summary>
internal sealed record ProxyConditions
{
    /// <summary>Gets conditions without any disturbance.</summary>
    public static ProxyConditions Clear { get; } = new();

    /// <summary>Gets the delay of each byte from client to server.</summary>
    public TimeSpan UpDelay { get; init; }

    /// <summary>Gets the delay of each byte from server to client.</summary>
    public TimeSpan DownDelay { get; init; }

    /// <summary>Gets the limit in bytes per second, per direction and connection; null for no limit.</summary>
    public int? BytesPerSecond { get; init; }

    /// <summary>True if no byte passes and no connection closes.</summary>
    public bool Stalled { get; init; }

    /// <summary>True if new connections are reset at once.</summary>
    public bool Refusing { get; init; }
}
