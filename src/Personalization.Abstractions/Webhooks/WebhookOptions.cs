using System.ComponentModel.DataAnnotations;

namespace Personalization.Abstractions.Webhooks;

/// <summary>Settings of webhooks.</summary>
public sealed class WebhookOptions
{
    /// <summary>
    /// True lets webhooks send to private and loopback addresses, for example to a receiver in the same network.
    /// </summary>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>Time limit of one attempt, in seconds.</summary>
    [Range(0.1, 60.0)]
    public double TimeoutSeconds { get; set; } = 10;

    /// <summary>Number of retries that follow a failed attempt within seconds.</summary>
    [Range(0, 10)]
    public int QuickRetries { get; set; } = 2;

    /// <summary>
    /// Pause before a failed event is tried again, in seconds. Each further pause doubles, with jitter.
    /// </summary>
    [Range(0.01, 3_600.0)]
    public double FirstPauseSeconds { get; set; } = 30;

    /// <summary>Longest pause before a failed event is tried again, in seconds.</summary>
    [Range(0.01, 86_400.0)]
    public double LongestPauseSeconds { get; set; } = 3_600;

    /// <summary>Most events that wait for one webhook. Further events are dropped and counted.</summary>
    [Range(1, 1_000)]
    public int QueueSize { get; set; } = 200;

    /// <summary>
    /// Days without a successful delivery after which a webhook is disabled. An event of this age is dropped.
    /// </summary>
    [Range(0.001, 365.0)]
    public double DisableAfterDays { get; set; } = 5;
}
