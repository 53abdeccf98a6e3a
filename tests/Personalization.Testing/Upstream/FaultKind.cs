namespace Personalization.Testing.Upstream;

/// <summary>A fault of an upstream feed.</summary>
internal enum FaultKind
{
    /// <summary>No fault.</summary>
    None,

    /// <summary>The response starts after <see cref="UpstreamFault.Seconds"/>.</summary>
    Latency,

    /// <summary>The body takes <see cref="UpstreamFault.Seconds"/>, a few bytes at a time.</summary>
    SlowBytes,

    /// <summary>The first page silently holds only half of its items, in valid JSON.</summary>
    HalfPage,

    /// <summary>Prices are strings and titles are numbers.</summary>
    WrongTypes,

    /// <summary>Titles and prices have other property names.</summary>
    RenamedFields,

    /// <summary>Some items occur twice.</summary>
    Duplicates,

    /// <summary>Some prices are below zero.</summary>
    NegativePrices,

    /// <summary>Prices are in cents.</summary>
    PricesInCents,

    /// <summary>Two of five items remain, with a matching total.</summary>
    Shrunk,

    /// <summary>No items, with a matching total.</summary>
    Empty,

    /// <summary>The stock of every item is 0.</summary>
    NoStock,

    /// <summary>The JSON ends in the middle. The HTTP framing is valid.</summary>
    TruncatedJson,

    /// <summary>The connection is cut in the middle of the body.</summary>
    CutConnection,

    /// <summary>The response status is <see cref="UpstreamFault.Status"/>.</summary>
    Status,

    /// <summary>The response status is 429, with <c>Retry-After</c> of <see cref="UpstreamFault.Seconds"/>.</summary>
    TooManyRequests,

    /// <summary>An HTML page with the status 200, as proxies send it.</summary>
    Html,
}
