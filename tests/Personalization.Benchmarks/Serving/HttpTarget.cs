using Personalization.Benchmarks.Engines;
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

    /// <summary>Loads the server until its code is compiled and its caches are warm; not counted.</summary>
    public Task WarmUpAsync(TimeSpan duration) => Load.ClosedAsync(duration);

    /// <summary>One closed-loop measurement.</summary>
    public async Task MeasureAsync(TimeSpan duration)
    {
        long allocated = probe.Allocated();
        TimeSpan processor = server.ProcessorTime;
        LoadResult result = await Load.ClosedAsync(duration);

        // Answers after the end are not in the rate, but the server worked for them; there are at most as many as
        // connections.
        _processor.Add((server.ProcessorTime - processor).TotalMicroseconds / Math.Max(1, result.Operations));
        _allocated.Add((probe.Allocated() - allocated) / Math.Max(1, result.Operations));
        _rounds.Add(result);
    }

    /// <summary>One open-loop measurement at a share of the median closed-loop rate.</summary>
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

    /// <summary>The medians over the rounds.</summary>
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
