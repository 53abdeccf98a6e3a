namespace Personalization.Benchmarks.Load;

/// <summary>A load of one kind of request on one server, without retries.</summary>
/// <param name="server">The server's address.</param>
/// <param name="source">The source of the requests.</param>
/// <param name="connections">The number of connections.</param>
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

    /// <summary>Runs a closed loop: each connection sends its next request after the last answer.</summary>
    public Task<LoadResult> ClosedAsync(TimeSpan duration) => RunAsync(Options with { Duration = duration });

    /// <summary>Runs a closed loop of a given number of requests.</summary>
    public Task<LoadResult> CountAsync(long requests) =>
        RunAsync(Options with { Duration = Longest, Requests = requests });

    /// <summary>
    /// Runs an open loop: requests are due at random times (Poisson), independent of the server. Latency counts from
    /// the time a request was due, so every request that was due in a stall shows the stall.
    /// </summary>
    public Task<LoadResult> OpenAsync(double perSecond, TimeSpan duration, int seed) =>
        RunAsync(Options with { Rate = perSecond, Duration = duration, Seed = seed });

    private async Task<LoadResult> RunAsync(LoadOptions options) =>
        LoadResult.Of(await new LoadRun(options, source: source).RunAsync(), source);
}
