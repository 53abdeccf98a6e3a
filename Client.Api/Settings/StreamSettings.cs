using System.ComponentModel.DataAnnotations;

namespace Personalization.Client.Api.Settings;

/// <summary>Limits and pace of the live streams of users.</summary>
internal sealed class StreamSettings
{
    /// <summary>The most open streams of this process; 0 turns streams off. More are answered with 503.</summary>
    [Range(0, 1_000_000)]
    public int Max { get; set; } = 10_000;

    /// <summary>The most open streams of one user on this process. More are answered with 429.</summary>
    [Range(1, 1_000)]
    public int PerUser { get; set; } = 10;

    /// <summary>The most open streams of one address on this process. More are answered with 429.</summary>
    [Range(1, 1_000_000)]
    public int PerAddress { get; set; } = 200;

    /// <summary>
    /// The time between two heartbeats of a stream, seconds. The process renews its subscription and checks the key
    /// and the token at the same time.
    /// </summary>
    [Range(1, 30)]
    public int HeartbeatSeconds { get; set; } = 15;

    /// <summary>The least time between two lists of a stream, milliseconds. Changes in between go together.</summary>
    [Range(50, 10_000)]
    public int PaceMs { get; set; } = 250;

    /// <summary>
    /// How often a stream without events checks whether a new model or catalogue has changed its list, seconds; 0 for
    /// never.
    /// </summary>
    [Range(0, 3_600)]
    public int ListCheckSeconds { get; set; } = 60;
}
