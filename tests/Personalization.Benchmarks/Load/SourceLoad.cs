namespace Personalization.Benchmarks.Load;

/// <summary>A load of one kind of request on one server. No request is tried a second time.</summary>
/// <param name="server">The server's address.</param>
/// <param name="source">Writes the requests.</param>
/// <param name="connections">Connections to the server.</param>
internal sealed class SourceLoad(Uri server, RequestSource source, int connections)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private LoadOptions Options => new()
    {
        Addresses = [server],
        Run = "source",
        Connections = connections,
        Timeout = Timeout,
        Tries = 1,
    };

    /// <summary>
    /// Closed loop: every connection sends its next request as soon as it has the answer of the last one.
    /// </summary>
    public Task<LoadResult> ClosedAsync(TimeSpan duration) => RunAsync(Options with { Duration = duration });

    /// <summary>Closed loop of a given number of requests.</summary>
    public Task<LoadResult> CountAsync(long requests) =>
        RunAsync(Options with { Duration = Longest, Requests = requests });

    /// <summary>
    /// Open loop: requests arrive at random moments (Poisson) whatever the server does. Latency counts from the moment
    /// a request was due, so that every request that was due in a stall shows it.
    /// </summary>
    public Task<LoadResult> OpenAsync(double perSecond, TimeSpan duration, int seed) =>
        RunAsync(Options with { Rate = perSecond, Duration = duration, Seed = seed });

    private async Task<LoadResult> RunAsync(LoadOptions options) =>
        LoadResult.Of(await new LoadRun(options, source: source).RunAsync(), source);
}
