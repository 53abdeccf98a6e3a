namespace Personalization.Client.Events;

/// <summary>How the buffered sender collects and sends events.</summary>
public sealed class EventSenderOptions
{
    /// <summary>The most events that wait in memory. Further events are dropped and counted. Default: 10,000.</summary>
    public int Capacity { get; set; } = 10_000;

    /// <summary>The most events of one request, 1 to 1,000. Default: 200.</summary>
    public int BatchSize { get; set; } = 200;

    /// <summary>How long the first event of a batch waits for others. Default: 1 second.</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The pause before a failed batch is sent again; it doubles up to 30 seconds. Default: 1 second.
    /// </summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a shutdown waits until the buffered events are sent. Default: 10 seconds.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Called with each event that is lost and the reason: rejected by the API, the buffer is full, or not sent in time
    /// at shutdown. Default: none.
    /// </summary>
    public Action<InteractionEvent, string>? Lost { get; set; }
}
