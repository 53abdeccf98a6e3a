using System.ComponentModel.DataAnnotations;
using Personalization.Abstractions.Feeds;

namespace Personalization.Storage.Feeds;

/// <summary>One upstream feed, pulled over HTTP as pages of JSON.</summary>
public sealed class FeedOptions
{
    /// <summary>What the feed says.</summary>
    public FeedKind Kind { get; set; } = FeedKind.Catalog;

    /// <summary>The first page's address, http or https; the following pages must be on the same server.</summary>
    [Required]
    public Uri? Url { get; set; }

    /// <summary>The header the key is sent in.</summary>
    [RegularExpression("^[A-Za-z0-9-]{1,64}$")]
    public string Header { get; set; } = "X-Api-Key";

    /// <summary>What upstream knows this engine by; null to send nothing.</summary>
    [StringLength(4_096, MinimumLength = 1)]
    public string? Key { get; set; }

    /// <summary>From the end of a pull to the beginning of the next, seconds; after one that failed at most 30.</summary>
    [Range(1, 86_400)]
    public int IntervalSeconds { get; set; } = 60;

    /// <summary>From which age on what is in force counts as degraded, seconds.</summary>
    [Range(1, 2_592_000)]
    public int MaxAgeSeconds { get; set; } = 3_600;

    /// <summary>How long one page may take to its last byte, seconds.</summary>
    [Range(0.1, 600.0)]
    public double PageTimeoutSeconds { get; set; } = 10;

    /// <summary>How long a whole pull may take with all repetitions, seconds.</summary>
    [Range(0.1, 3_600.0)]
    public double PullTimeoutSeconds { get; set; } = 120;

    /// <summary>The largest page, bytes, after decompression.</summary>
    [Range(1_024, 268_435_456)]
    public int MaxPageBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>The largest feed, bytes over all pages, after decompression. (What changes is sent within the cluster in one message of at most 100 MB.)</summary>
    [Range(1_024, 268_435_456)]
    public int MaxBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>The most pages.</summary>
    [Range(1, 100_000)]
    public int MaxPages { get; set; } = 1_000;

    /// <summary>The most items.</summary>
    [Range(1, 10_000_000)]
    public int MaxItems { get; set; } = 500_000;

    /// <summary>The share of the feed's items that may leave the lists, lose fields or go missing in one pull before it is quarantined.</summary>
    [Range(0.0, 1.0)]
    public double MaxShrink { get; set; } = 0.2;

    /// <summary>A price that rises or falls by more than this factor is a jump.</summary>
    [Range(1.01, 1_000.0)]
    public double MaxPriceFactor { get; set; } = 4;

    /// <summary>The share of prices that may jump in one pull before it is quarantined.</summary>
    [Range(0.0, 1.0)]
    public double MaxPriceJumps { get; set; } = 0.02;

    /// <summary>Whether pages must say how many items there are in all (<c>total</c>), so that half a feed is never taken for the whole.</summary>
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
            yield return $"PageTimeoutSeconds is {PageTimeoutSeconds}: must be at most PullTimeoutSeconds ({PullTimeoutSeconds}).";
        }

        if (MaxPageBytes > MaxBytes)
        {
            yield return $"MaxPageBytes is {MaxPageBytes}: must be at most MaxBytes ({MaxBytes}).";
        }
    }
}
