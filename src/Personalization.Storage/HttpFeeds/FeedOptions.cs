using System.ComponentModel.DataAnnotations;
using Personalization.Abstractions.Feeds;

namespace Personalization.Storage.HttpFeeds;

/// <summary>One upstream feed, pulled over HTTP as pages of JSON.</summary>
public sealed class FeedOptions
{
    /// <summary><c>Catalog</c> for whole items, <c>Stock</c> for availability and price.</summary>
    public FeedKind Kind { get; set; } = FeedKind.Catalog;

    /// <summary>The address of the first page, HTTP or HTTPS. All pages must come from the same server.</summary>
    [Required]
    public Uri? Url { get; set; }

    /// <summary>The header in which the key is sent.</summary>
    [RegularExpression("^[A-Za-z0-9-]{1,64}$")]
    public string Header { get; set; } = "X-Api-Key";

    /// <summary>The key that upstream knows. Not set: none is sent.</summary>
    [StringLength(4_096, MinimumLength = 1)]
    public string? Key { get; set; }

    /// <summary>The time from the end of a pull to the next, seconds. After a failed pull it is at most 30.</summary>
    [Range(1, 86_400)]
    public int IntervalSeconds { get; set; } = 60;

    /// <summary>The age of the active data from which the feed counts as degraded, seconds.</summary>
    [Range(1, 2_592_000)]
    public int MaxAgeSeconds { get; set; } = 3_600;

    /// <summary>The time-out of one page, seconds.</summary>
    [Range(0.1, 600.0)]
    public double PageTimeoutSeconds { get; set; } = 10;

    /// <summary>The time-out of a whole pull with its retries, seconds.</summary>
    [Range(0.1, 3_600.0)]
    public double PullTimeoutSeconds { get; set; } = 120;

    /// <summary>The largest page after decompression, bytes.</summary>
    [Range(1_024, 268_435_456)]
    public int MaxPageBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// The largest feed over all pages after decompression, bytes. The cluster sends the changes in one message of at
    /// most 100 MB.
    /// </summary>
    [Range(1_024, 268_435_456)]
    public int MaxBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>The most pages.</summary>
    [Range(1, 100_000)]
    public int MaxPages { get; set; } = 1_000;

    /// <summary>The most items.</summary>
    [Range(1, 10_000_000)]
    public int MaxItems { get; set; } = 500_000;

    /// <summary>
    /// The share of items that may become unavailable, lose fields or disappear in one pull. A larger share is
    /// quarantined.
    /// </summary>
    [Range(0.0, 1.0)]
    public double MaxShrink { get; set; } = 0.2;

    /// <summary>The factor from which a price change counts as a jump.</summary>
    [Range(1.01, 1_000.0)]
    public double MaxPriceFactor { get; set; } = 4;

    /// <summary>The share of prices that may jump in one pull. A larger share is quarantined.</summary>
    [Range(0.0, 1.0)]
    public double MaxPriceJumps { get; set; } = 0.02;

    /// <summary>True requires <c>total</c> in the pages, so that a truncated feed is detected.</summary>
    public bool RequireTotal { get; set; } = true;

    /// <summary>What is wrong between the settings.</summary>
    public IEnumerable<string> Validate()
    {
        if (Url is { Scheme: not ("http" or "https") })
        {
            yield return $"Url is '{Url}': must begin with http:// or https://.";
        }

        if (MaxAgeSeconds < IntervalSeconds)
        {
            yield return $"MaxAgeSeconds is {MaxAgeSeconds}: must be at least IntervalSeconds ({IntervalSeconds}).";
        }

        if (PageTimeoutSeconds > PullTimeoutSeconds)
        {
            yield return $"PageTimeoutSeconds is {PageTimeoutSeconds}: must be at most PullTimeoutSeconds "
                + $"({PullTimeoutSeconds}).";
        }

        if (MaxPageBytes > MaxBytes)
        {
            yield return $"MaxPageBytes is {MaxPageBytes}: must be at most MaxBytes ({MaxBytes}).";
        }
    }
}
