using System.ComponentModel.DataAnnotations;

namespace Personalization.Client.Api.Settings;

/// <summary>The settings of the HTTP border, section <c>Personalization:Api</c>.</summary>
internal sealed class ApiOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Personalization:Api";

    /// <summary>The keys clients may show; none leaves the API open, which is allowed on loopback only.</summary>
    public IReadOnlyList<ApiKeySetting> Keys { get; set; } = [];

    /// <summary>The origins whose pages may call the API from a browser (<c>https://shop.example</c>, or <c>*</c>); none by default.</summary>
    public IReadOnlyList<string> CorsOrigins { get; set; } = [];

    /// <summary>The largest request body, bytes, after decompression.</summary>
    [Range(1024, 268_435_456)]
    public int MaxBodyBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>The most events or items in one batch.</summary>
    [Range(1, 10_000)]
    public int MaxBatch { get; set; } = 1_000;

    /// <summary>The time a list is answered in when the request does not say, milliseconds.</summary>
    [Range(1, 60_000)]
    public int DefaultDeadlineMs { get; set; } = 150;

    /// <summary>How long an event may wait for the store before it is reported as unavailable, milliseconds.</summary>
    [Range(100, 120_000)]
    public int WriteTimeoutMs { get; set; } = 10_000;

    /// <summary>How many users of one batch are written at a time.</summary>
    [Range(1, 1_024)]
    public int BatchConcurrency { get; set; } = 256;

    /// <summary>How often the API renews its own copy of the popular list, seconds.</summary>
    [Range(1, 3_600)]
    public int FallbackRefreshSeconds { get; set; } = 5;

    /// <summary>Of how many users' lists a copy is kept, for when the engine does not answer; 0 for none. A list takes about 2.5 KB.</summary>
    [Range(0, 10_000_000)]
    public int KeptLists { get; set; } = 10_000;

    /// <summary>How old a kept copy may be when it is served, seconds.</summary>
    [Range(1, 86_400)]
    public int KeptListSeconds { get; set; } = 600;

    /// <summary>Requests a second each key (or address, without keys) may make on average; 0 for no limit.</summary>
    [Range(0, 10_000_000)]
    public int RequestsPerSecond { get; set; } = 50_000;

    /// <summary>Requests each key or address may make at once before the average counts.</summary>
    [Range(1, 10_000_000)]
    public int RequestBurst { get; set; } = 100_000;

    /// <summary>Requests in progress at any moment over all clients; 0 for no limit.</summary>
    [Range(0, 1_000_000)]
    public int MaxConcurrentRequests { get; set; } = 10_000;

    /// <summary>Open connections over all clients; 0 for no limit.</summary>
    [Range(0, 1_000_000)]
    public int MaxConnections { get; set; } = 20_000;

    /// <summary>How often a synthetic visitor sends an event and checks that its next list reflects it, seconds; 0 for never.</summary>
    [Range(0.0, 3_600.0)]
    public double ProbeSeconds { get; set; } = 5;
}
