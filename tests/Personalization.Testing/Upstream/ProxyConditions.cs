namespace Personalization.Testing.Upstream;

/// <summary>The weather between a client and a server. Immutable.</summary>
internal sealed record ProxyConditions
{
    /// <summary>As if there were no proxy.</summary>
    public static ProxyConditions Clear { get; } = new();

    /// <summary>How long each byte takes from client to server.</summary>
    public TimeSpan UpDelay { get; init; }

    /// <summary>How long each byte takes from server to client.</summary>
    public TimeSpan DownDelay { get; init; }

    /// <summary>The most bytes a second in each direction of each connection; null for no limit.</summary>
    public int? BytesPerSecond { get; init; }

    /// <summary>Nothing passes, and nothing is closed.</summary>
    public bool Stalled { get; init; }

    /// <summary>New connections are reset at once.</summary>
    public bool Refusing { get; init; }
}
