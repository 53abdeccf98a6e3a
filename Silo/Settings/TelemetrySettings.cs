using System.ComponentModel.DataAnnotations;

namespace Personalization.Silo.Settings;

/// <summary>What a process tells about itself, and to whom. Nothing of it holds a user's or an item's id.</summary>
public sealed class TelemetrySettings
{
    /// <summary>Whether <c>/metrics</c> is served and measured for at all.</summary>
    public bool Metrics { get; set; } = true;

    /// <summary>
    /// Whether the Orleans Dashboard is served and a silo collects for it: every call of a grain then passes its filter, and it listens to all of Orleans' own measurements and reads them every
    /// second, whether anybody looks or not. The same in every process of a cluster.
    /// </summary>
    public bool Dashboard { get; set; } = true;

    /// <summary>
    /// What a scraper shows, as <c>Authorization: Bearer</c> or as <c>X-Api-Key</c>. Without it a silo lets itself be scraped from its own
    /// machine only, and an API by keys with the role operate.
    /// </summary>
    [StringLength(256, MinimumLength = 16)]
    public string? ScrapeKey { get; set; }

    /// <summary>Where metrics and traces are sent, by OTLP over HTTP: for example <c>http://collector:4318</c>; nowhere when not set.</summary>
    public Uri? OtlpEndpoint { get; set; }

    /// <summary>The share of requests that is traced through API, grain and store, 0 to 1; at 0 nothing is made for traces.</summary>
    [Range(0.0, 1.0)]
    public double TraceShare { get; set; }

    /// <summary>Whether the console's log is one JSON object a line, for machines.</summary>
    public bool JsonLogs { get; set; }

    /// <summary>Turns user ids in logs and traces into names that cannot be turned back; the same in every process, so that one user can be followed. Chosen anew at each start when not set.</summary>
    [StringLength(256, MinimumLength = 16)]
    public string? UserHashKey { get; set; }
}
