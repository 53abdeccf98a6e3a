using System.ComponentModel.DataAnnotations;

namespace Personalization.Hosting.Settings;

/// <summary>Metrics, traces and logs of a process. None of them holds a user id or an item id.</summary>
public sealed class TelemetrySettings
{
    /// <summary>True serves <c>/metrics</c> and measures for it.</summary>
    public bool Metrics { get; set; } = true;

    /// <summary>
    /// True serves the Orleans Dashboard. It costs about a tenth of an event's processor time. Use the same value in
    /// every process.
    /// </summary>
    public bool Dashboard { get; set; } = true;

    /// <summary>
    /// The key of the scraper, sent as <c>Authorization: Bearer</c> or <c>X-Api-Key</c>. Without it a silo accepts
    /// scrapes from its own machine only, and an API needs a key with the role operate.
    /// </summary>
    [StringLength(256, MinimumLength = 16)]
    public string? ScrapeKey { get; set; }

    /// <summary>
    /// The address for metrics and traces by OTLP over HTTP, for example <c>http://collector:4318</c>. Not set: none
    /// are sent.
    /// </summary>
    public Uri? OtlpEndpoint { get; set; }

    /// <summary>The share of requests that are traced through API, grain and store.</summary>
    [Range(0.0, 1.0)]
    public double TraceShare { get; set; }

    /// <summary>True writes each log entry as one JSON object.</summary>
    public bool JsonLogs { get; set; }

    /// <summary>
    /// The key of the hash that replaces user ids in logs and traces. Use the same value in every process. Not set: a
    /// random key per start.
    /// </summary>
    [StringLength(256, MinimumLength = 16)]
    public string? UserHashKey { get; set; }
}
