using System.ComponentModel.DataAnnotations;

namespace Personalization.Client.Api.Settings;

/// <summary>Settings of the HTTP API, section <c>Personalization:Api</c>.</summary>
internal sealed class ApiOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Personalization:Api";

    /// <summary>The API keys. Without keys the API is open, and listens on loopback addresses only.</summary>
    public IReadOnlyList<ApiKeySetting> Keys { get; set; } = [];

    /// <summary>
    /// The origins whose pages may call the API with any key, for example <c>https://shop.example</c>, or <c>*</c>.
    /// Public keys have their own origins.
    /// </summary>
    public IReadOnlyList<string> CorsOrigins { get; set; } = [];

    /// <summary>
    /// Names of item attributes that filters, rules and <c>fields</c> may use before any item has them. The names of
    /// the catalog are known without this setting.
    /// </summary>
    public IReadOnlyList<string> AttributeNames { get; set; } = [];

    /// <summary>The largest request body after decompression, bytes.</summary>
    [Range(1024, 268_435_456)]
    public int MaxBodyBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>
    /// The most bytes that the bodies over 16 KB of all requests in progress occupy. Further bodies are answered with
    /// 503.
    /// </summary>
    [Range(1 << 20, 1L << 40)]
    public long MaxBufferedBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>The most events or items in one batch.</summary>
    [Range(1, 10_000)]
    public int MaxBatch { get; set; } = 1_000;

    /// <summary>The deadline of a list call that names none, milliseconds.</summary>
    [Range(1, 60_000)]
    public int DefaultDeadlineMs { get; set; } = 150;

    /// <summary>
    /// The time after which an event that the store has not accepted is reported as unavailable, over all attempts,
    /// milliseconds.
    /// </summary>
    [Range(100, 120_000)]
    public int WriteTimeoutMs { get; set; } = 10_000;

    /// <summary>The number of users of one batch that are written in parallel.</summary>
    [Range(1, 1_024)]
    public int BatchConcurrency { get; set; } = 256;

    /// <summary>The number of calls that all batches together make in parallel, beyond one for each batch.</summary>
    [Range(1, 100_000)]
    public int MaxBatchCalls { get; set; } = 2_048;

    /// <summary>How often the API renews its own copy of the popular list, seconds.</summary>
    [Range(1, 3_600)]
    public int FallbackRefreshSeconds { get; set; } = 5;

    /// <summary>
    /// The number of users whose last list the API keeps for the case that the engine does not answer; 0 for none. A
    /// list takes about 2.5 KB.
    /// </summary>
    [Range(0, 10_000_000)]
    public int CachedLists { get; set; } = 10_000;

    /// <summary>The greatest age of such a list when it is served, seconds.</summary>
    [Range(1, 86_400)]
    public int CachedListSeconds { get; set; } = 600;

    /// <summary>
    /// The average number of requests per second of each key, or of each address without keys; 0 for no limit.
    /// </summary>
    [Range(0, 10_000_000)]
    public int RequestsPerSecond { get; set; } = 50_000;

    /// <summary>The number of requests that a key or address may send at once above the average.</summary>
    [Range(1, 10_000_000)]
    public int RequestBurst { get; set; } = 100_000;

    /// <summary>
    /// The average number of requests per second with a public key for each user; 0 for no limit. Five seconds' worth
    /// may come at once.
    /// </summary>
    [Range(0, 1_000_000)]
    public int UserRequestsPerSecond { get; set; } = 20;

    /// <summary>
    /// The average number of requests per second with a public key for each address; 0 for no limit. Five seconds'
    /// worth may come at once. Behind a proxy set <c>TrustedProxies</c>: else all visitors have the proxy's address.
    /// </summary>
    [Range(0, 1_000_000)]
    public int AddressRequestsPerSecond { get; set; } = 200;

    /// <summary>
    /// The addresses or networks of the proxies in front of the API, for example <c>10.0.0.0/8</c>. Their headers
    /// <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> give the client's address and scheme.
    /// </summary>
    public IReadOnlyList<string> TrustedProxies { get; set; } = [];

    /// <summary>How user tokens are signed, checked and issued.</summary>
    public TokenSettings Tokens { get; set; } = new();

    /// <summary>Limits and pace of the live streams of users.</summary>
    public StreamSettings Streams { get; set; } = new();

    /// <summary>How often the API reads the keys that are created and revoked at run time, seconds.</summary>
    [Range(0.5, 60.0)]
    public double KeyRefreshSeconds { get; set; } = 2;

    /// <summary>
    /// The most requests in progress over all clients; 0 for no limit. Requests that send data take at most half.
    /// </summary>
    [Range(0, 1_000_000)]
    public int MaxConcurrentRequests { get; set; } = 10_000;

    /// <summary>
    /// The number of unknown users, per minute, for whom each key, or each address without keys, may read lists; 0 for
    /// no limit.
    /// </summary>
    [Range(0, 100_000_000)]
    public int NewUsersPerMinute { get; set; } = 60_000;

    /// <summary>
    /// The average number of events per second that one user may send; 0 for no limit. More are answered with 429.
    /// </summary>
    [Range(0, 1_000_000)]
    public int UserEventsPerSecond { get; set; } = 50;

    /// <summary>The number of events that one user may send at once above the average.</summary>
    [Range(1, 10_000_000)]
    public int UserEventBurst { get; set; } = 10_000;

    /// <summary>The most open connections over all clients; 0 for no limit.</summary>
    [Range(0, 1_000_000)]
    public int MaxConnections { get; set; } = 20_000;

    /// <summary>How often a synthetic visitor sends an event and checks its next list, seconds; 0 for never.</summary>
    [Range(0.0, 3_600.0)]
    public double ProbeSeconds { get; set; } = 5;
}
