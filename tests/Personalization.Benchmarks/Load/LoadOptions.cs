using System.ComponentModel.DataAnnotations;

namespace Personalization.Benchmarks.Load;

/// <summary>The options of a load.</summary>
internal sealed record LoadOptions
{
    /// <summary>Gets the API's addresses, used in turn; http only.</summary>
    public required IReadOnlyList<Uri> Addresses { get; init; }

    /// <summary>
    /// Gets the prefix of every event id. An engine treats the events of a second run with the same name as duplicates.
    /// </summary>
    public required string Run { get; init; }

    /// <summary>Gets the requests due per second; null for a closed loop at the rate the connections allow.</summary>
    [Range(.001, 10_000_000)]
    public double? Rate { get; init; }

    /// <summary>Gets the time in which requests are due, above 0.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Gets the number of requests after which the load ends; null to end by time only. For closed loops of one worker.
    /// </summary>
    [Range(1L, long.MaxValue)]
    public long? Requests { get; init; }

    /// <summary>Gets the warm-up before <see cref="Duration"/>, in which requests are not counted.</summary>
    public TimeSpan WarmUp { get; init; }

    /// <summary>Gets the number of connections over all addresses and workers.</summary>
    [Range(1, 100_000)]
    public int Connections { get; init; } = 64;

    /// <summary>Gets the number of threads; one thread sends tens of thousands of requests per second.</summary>
    [Range(1, 64)]
    public int Workers { get; init; } = 1;

    /// <summary>Gets the number of users.</summary>
    [Range(1, 1_000_000_000)]
    public int Users { get; init; } = 100_000;

    /// <summary>Gets the number of items.</summary>
    [Range(1, 1_000_000_000)]
    public int Items { get; init; } = 5_000;

    /// <summary>Gets the Zipf exponent of the users, see <see cref="ZipfSampler"/>.</summary>
    [Range(0.0, 5.0)]
    public double UserExponent { get; init; } = .8;

    /// <summary>Gets the Zipf exponent of the items.</summary>
    [Range(0.0, 5.0)]
    public double ItemExponent { get; init; } = 1;

    /// <summary>Gets the pattern of the user ids; the most active user has the number 1.</summary>
    public IdPattern UserIds { get; init; } = new("u#");

    /// <summary>Gets the pattern of the item ids; the most popular item has the number 1.</summary>
    public IdPattern ItemIds { get; init; } = new("i#");

    /// <summary>Gets the share of reads among the requests.</summary>
    [Range(0.0, 1.0)]
    public double ReadShare { get; init; } = .8;

    /// <summary>Gets the share of batches among the write requests.</summary>
    [Range(0.0, 1.0)]
    public double BatchShare { get; init; }

    /// <summary>Gets the number of events in a batch.</summary>
    [Range(1, 10_000)]
    public int BatchSize { get; init; } = 100;

    /// <summary>Gets the number of items requested per read.</summary>
    [Range(1, 1_000)]
    public int Count { get; init; } = 10;

    /// <summary>Gets the time-out of a try.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Gets the number of tries for a request without an answer, or with the answer 429 or 5xx. Each try uses the next
    /// address and the same event ids. Every failed try is counted.
    /// </summary>
    [Range(1, 1_000)]
    public int Tries { get; init; } = 3;

    /// <summary>Gets the API key; null for an API without keys.</summary>
    public string? Key { get; init; }

    /// <summary>Gets the seed of arrivals, users, items and the mix.</summary>
    [Range(0, int.MaxValue)]
    public int Seed { get; init; } = 1;

    /// <summary>Gets all errors in the options, one sentence each.</summary>
    public IReadOnlyList<string> Problems()
    {
        List<ValidationResult> found = [];
        _ = Validator.TryValidateObject(this, new ValidationContext(this), found, validateAllProperties: true);
        return
        [
            .. found.Select(problem => problem.ErrorMessage!),
            .. Addresses.Count == 0 ? ["There must be at least one address."] : Array.Empty<string>(),
            .. Addresses
                .Where(address => address.Scheme != Uri.UriSchemeHttp)
                .Select(address => $"The address must be http but was {address}."),
            .. Connections < Addresses.Count * Workers
                ? [$"Connections must be at least {Addresses.Count * Workers} (one for each of {Addresses.Count} "
                    + $"addresses and {Workers} workers) but was {Connections}."]
                : Array.Empty<string>(),
            .. Duration <= TimeSpan.Zero || Timeout <= TimeSpan.Zero || WarmUp < TimeSpan.Zero
                ? ["Duration and timeout must be above 0, the warm-up at least 0."]
                : Array.Empty<string>(),
            .. Run.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_')
                ? Array.Empty<string>()
                : ["The name of the run must have only letters, digits, - . and _."],
        ];
    }
}
