namespace Personalization.Testing.Upstream;

/// <summary>What an upstream feed can do wrong.</summary>
internal enum FaultKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The answer begins after <see cref="UpstreamFault.Seconds"/>.</summary>
    Latency,

    /// <summary>The body takes <see cref="UpstreamFault.Seconds"/>, a few bytes at a time.</summary>
    SlowBytes,

    /// <summary>The first page has half its items, is sound JSON and does not say so.</summary>
    HalfPage,

    /// <summary>Prices are texts and titles numbers.</summary>
    WrongTypes,

    /// <summary>Titles and prices come under other names.</summary>
    RenamedFields,

    /// <summary>Some items come twice.</summary>
    Duplicates,

    /// <summary>Some prices are below zero.</summary>
    NegativePrices,

    /// <summary>Prices are in cents.</summary>
    PricesInCents,

    /// <summary>Two in five items are left, and the feed says so.</summary>
    Shrunk,

    /// <summary>No items, and the feed says so.</summary>
    Empty,

    /// <summary>The stock of every item is 0.</summary>
    NoStock,

    /// <summary>The JSON ends in the middle, properly framed.</summary>
    TruncatedJson,

    /// <summary>The connection is cut in the middle of the body.</summary>
    CutConnection,

    /// <summary>The answer is <see cref="UpstreamFault.Status"/>.</summary>
    Status,

    /// <summary>429, with <c>Retry-After</c> of <see cref="UpstreamFault.Seconds"/>.</summary>
    TooManyRequests,

    /// <summary>An HTML page with the status 200, as proxies send it.</summary>
    Html,
}
