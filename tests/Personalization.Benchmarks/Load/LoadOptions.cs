using System.ComponentModel.DataAnnotations;

namespace Personalization.Benchmarks.Load;

/// <summary>The options of a load.</summary>
internal sealed record LoadOptions
{
    /// <summary>The API's addresses, taken in turn; http only.</summary>
    public required IReadOnlyList<Uri> Addresses { get; init; }

    /// <summary>
    /// Begins every event id: an engine that has seen a run's events takes them as duplicates in the next run of the
    /// same name.
    /// </summary>
    public required string Run { get; init; }

    /// <summary>Requests due a second; null sends as many as the connections can carry (closed loop).</summary>
    [Range(.001, 10_000_000)]
    public double? Rate { get; init; }

    /// <summary>How long requests are due.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The number of requests after which the load ends; null to end by time alone. For closed loops of one worker.
    /// </summary>
    [Range(1L, long.MaxValue)]
    public long? Requests { get; init; }

    /// <summary>How long before that requests are sent and not counted.</summary>
    public TimeSpan WarmUp { get; init; }

    /// <summary>Connections over all addresses and workers.</summary>
    [Range(1, 100_000)]
    public int Connections { get; init; } = 64;

    /// <summary>Threads; one drives tens of thousands of requests a second.</summary>
    [Range(1, 64)]
    public int Workers { get; init; } = 1;

    /// <summary>How many users there are.</summary>
    [Range(1, 1_000_000_000)]
    public int Users { get; init; } = 100_000;

    /// <summary>How many items there are.</summary>
    [Range(1, 1_000_000_000)]
    public int Items { get; init; } = 5_000;

    /// <summary>How unequal users are, see <see cref="ZipfSampler"/>.</summary>
    [Range(0.0, 5.0)]
    public double UserExponent { get; init; } = .8;

    /// <summary>How unequal items are.</summary>
    [Range(0.0, 5.0)]
    public double ItemExponent { get; init; } = 1;

    /// <summary>The users' ids; the most active has the number 1.</summary>
    public IdPattern UserIds { get; init; } = new("u#");

    /// <summary>The items' ids; the most popular has the number 1.</summary>
    public IdPattern ItemIds { get; init; } = new("i#");

    /// <summary>The share of reads among the requests.</summary>
    [Range(0.0, 1.0)]
    public double ReadShare { get; init; } = .8;

    /// <summary>The share of batches among the requests that write.</summary>
    [Range(0.0, 1.0)]
    public double BatchShare { get; init; }

    /// <summary>Events in a batch.</summary>
    [Range(1, 10_000)]
    public int BatchSize { get; init; } = 100;

    /// <summary>Items asked for in a read.</summary>
    [Range(1, 1_000)]
    public int Count { get; init; } = 10;

    /// <summary>How long a try may take before it is given up.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How often a request is tried that was not answered or was answered with 429 or 5xx; each time at the next
    /// address, with the same event ids. Every failed try is counted.
    /// </summary>
    [Range(1, 1_000)]
    public int Tries { get; init; } = 3;

    /// <summary>The API key; null for an open API.</summary>
    public string? Key { get; init; }

    /// <summary>Chooses arrivals, users, items and the mix.</summary>
    [Range(0, int.MaxValue)]
    public int Seed { get; init; } = 1;

    /// <summary>Every value that cannot be used, each in a sentence.</summary>
    public IReadOnlyList<string> Problems()
    {
        List<ValidationResult> found = [];
        _ = Validator.TryValidateObject(this, new ValidationContext(this), found, validateAllProperties: true);
        return
        [
            .. found.Select(problem => problem.ErrorMessage!),
            .. Addresses.Count == 0 ? ["There is no address to load."] : Array.Empty<string>(),
            .. Addresses.Where(
                address => address.Scheme != Uri.UriSchemeHttp).Select(address => $"{address} is not http."),
            .. Connections < Addresses.Count * Workers ? [$"{Connections} connections are fewer than one for each of "
                + $"{Addresses.Count} addresses and {Workers} workers."] : Array.Empty<string>(),
            .. Duration <= TimeSpan.Zero || Timeout <= TimeSpan.Zero || WarmUp < TimeSpan.Zero
                ? ["Duration and timeout must be above zero, the warm-up not below."]
                : Array.Empty<string>(),
            .. Run.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_')
                ? Array.Empty<string>()
                : ["The run's name must have letters, digits, - . and _ only."],
        ];
    }
}
