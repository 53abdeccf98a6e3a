using System.ComponentModel.DataAnnotations;
using Personalization.Abstractions.Feeds;

namespace Personalization.Storage.HttpFeeds;

/// <summary>Settings of one upstream feed, read over HTTP as pages of JSON.</summary>
public sealed class FeedOptions
{
    /// <summary><c>Catalog</c> for complete items, <c>Stock</c> for availability and price.</summary>
    public FeedKind Kind { get; set; } = FeedKind.Catalog;

    /// <summary>URL of the first page, HTTP or HTTPS. All pages must come from the same server.</summary>
    [Required]
    public Uri? Url { get; set; }

    /// <summary>Name of the header that carries the key.</summary>
    [RegularExpression("^[A-Za-z0-9-]{1,64}$")]
    public string Header { get; set; } = "X-Api-Key";

    /// <summary>API key for the upstream server; null to send none.</summary>
    [StringLength(4_096, MinimumLength = 1)]
    public string? Key { get; set; }

    /// <summary>
    /// Time from the end of one pull to the start of the next, in seconds; at most 30 after a failed pull.
    /// </summary>
    [Range(1, 86_400)]
    public int IntervalSeconds { get; set; } = 60;

    /// <summary>Age of the active data at which the feed counts as degraded, in seconds.</summary>
    [Range(1, 2_592_000)]
    public int MaxAgeSeconds { get; set; } = 3_600;

    /// <summary>Timeout of one page, in seconds.</summary>
    [Range(0.1, 600.0)]
    public double PageTimeoutSeconds { get; set; } = 10;

    /// <summary>Timeout of a whole pull including retries, in seconds.</summary>
    [Range(0.1, 3_600.0)]
    public double PullTimeoutSeconds { get; set; } = 120;

    /// <summary>Maximum size of a page after decompression, in bytes.</summary>
    [Range(1_024, 268_435_456)]
    public int MaxPageBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// Maximum size of all pages of a feed after decompression, in bytes. The cluster sends the changes in one message
    /// of at most 100 MB.
    /// </summary>
    [Range(1_024, 268_435_456)]
    public int MaxBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Maximum number of pages.</summary>
    [Range(1, 100_000)]
    public int MaxPages { get; set; } = 1_000;

    /// <summary>Maximum number of items.</summary>
    [Range(1, 10_000_000)]
    public int MaxItems { get; set; } = 500_000;

    /// <summary>
    /// Maximum share of items that may become unavailable, lose fields or disappear in one pull. A pull above this
    /// share is quarantined.
    /// </summary>
    [Range(0.0, 1.0)]
    public double MaxShrink { get; set; } = 0.2;

    /// <summary>Factor at which a price change counts as a jump.</summary>
    [Range(1.01, 1_000.0)]
    public double MaxPriceFactor { get; set; } = 4;

    /// <summary>Maximum share of prices that may jump in one pull. A pull above this share is quarantined.</summary>
    [Range(0.0, 1.0)]
    public double MaxPriceJumps { get; set; } = 0.02;

    /// <summary>True to require <c>total</c> in the pages, which makes truncated feeds detectable.</summary>
    public bool RequireTotal { get; set; } = true;

    /// <summary>Lists contradictions between the settings.</summary>
    public IEnumerable<string> Validate()
    {
        if (Url is { Scheme: not ("http" or "https") })
        {
            yield return $"Url must begin with http:// or https:// but was '{Url}'.";
        }

        if (MaxAgeSeconds < IntervalSeconds)
        {
            yield return $"MaxAgeSeconds must be at least IntervalSeconds ({IntervalSeconds}) but was {MaxAgeSeconds}.";
        }

        if (PageTimeoutSeconds > PullTimeoutSeconds)
        {
            yield return $"PageTimeoutSeconds must be at most PullTimeoutSeconds ({PullTimeoutSeconds}) but was "
                + $"{PageTimeoutSeconds}.";
        }

        if (MaxPageBytes > MaxBytes)
        {
            yield return $"MaxPageBytes must be at most MaxBytes ({MaxBytes}) but was {MaxPageBytes}.";
        }
    }
}
