using Personalization.Benchmarks.Load;
using Personalization.Benchmarks.Reports;
using Personalization.Testing;

namespace Personalization.Benchmarks.Serving;

/// <summary>One kind of request to one server.</summary>
internal sealed class HttpTarget(
    string name, EngineProcess server, MemoryProbe probe, RequestSource source, int connections)
{
    private readonly List<LoadResult> _rounds = [];
    private readonly List<double> _allocated = [];
    private readonly List<double> _processor = [];

    private SourceLoad Load => new(server.Address, source, connections);

    /// <summary>Loads the server to compile its code and to warm its caches; the result is dropped.</summary>
    public Task WarmUpAsync(TimeSpan duration) => Load.ClosedAsync(duration);

    /// <summary>Runs one closed-loop measurement.</summary>
    public async Task MeasureAsync(TimeSpan duration)
    {
        long allocated = probe.Allocated();
        TimeSpan processor = server.ProcessorTime;
        LoadResult result = await Load.ClosedAsync(duration);

        // The rate excludes answers after the end, although the server worked for them. There is at most one per
        // connection.
        _processor.Add((server.ProcessorTime - processor).TotalMicroseconds / Math.Max(1, result.Operations));
        _allocated.Add((probe.Allocated() - allocated) / Math.Max(1, result.Operations));
        _rounds.Add(result);
    }

    /// <summary>Runs one open-loop measurement at a share of the median closed-loop rate.</summary>
    public async Task<OpenLoopFigures> MeasureOpenAsync(double share, TimeSpan duration, int seed)
    {
        double rate = Statistics.Median(_rounds.Select(round => round.RequestRate)) * share;
        LoadResult result = await Load.OpenAsync(rate, duration, seed);
        return new OpenLoopFigures(
            name,
            rate,
            result.RequestRate,
            result.Latency.P50Ms,
            result.Latency.P99Ms,
            result.Latency.P999Ms,
            result.Latency.MaxMs,
            result.Errors);
    }

    /// <summary>Gets the medians over the rounds.</summary>
    public RateFigures Figures() => new(
        name,
        Statistics.Median(_rounds.Select(round => round.Rate)),
        _rounds.Min(round => round.Rate),
        _rounds.Max(round => round.Rate),
        Statistics.Median(_rounds.Select(round => round.Latency.P50Ms)),
        Statistics.Median(_rounds.Select(round => round.Latency.P99Ms)),
        Statistics.Median(_allocated),
        Statistics.Median(_processor),
        _rounds.Sum(round => round.Errors),
        _rounds.Select(round => round.FirstError).FirstOrDefault(error => error is not null));
}
