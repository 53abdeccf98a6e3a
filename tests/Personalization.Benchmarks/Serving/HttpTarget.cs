using System.Net;
using Personalization.Benchmarks.Engines;
using Personalization.Benchmarks.Load;
using Personalization.Benchmarks.Reports;
using Personalization.Shared;

namespace Personalization.Benchmarks.Serving;

/// <summary>One kind of request to one server.</summary>
internal sealed class HttpTarget(string name, EngineProcess server, MemoryProbe probe, RequestSource source, int connections)
{
    private readonly List<LoadResult> _rounds = [];
    private readonly List<double> _allocated = [];
    private readonly List<double> _processor = [];

    private IPEndPoint Address => new(IPAddress.Loopback, server.Address.Port);

    /// <summary>Loads the server until its code is compiled and its caches are warm; not counted.</summary>
    public void WarmUp(TimeSpan duration) => _ = LoadGenerator.RunClosed(Address, source, connections, duration);

    /// <summary>One closed-loop measurement.</summary>
    public void Measure(TimeSpan duration)
    {
        long allocated = probe.Allocated();
        TimeSpan processor = server.ProcessorTime;
        LoadResult result = LoadGenerator.RunClosed(Address, source, connections, duration);

        // answers after the bell are not in the rate but were paid for; there are at most as many as connections
        _processor.Add((server.ProcessorTime - processor).TotalMicroseconds / Math.Max(1, result.Operations));
        _allocated.Add((probe.Allocated() - allocated) / (double)Math.Max(1, result.Operations));
        _rounds.Add(result);
    }

    /// <summary>One open-loop measurement at a share of the median closed-loop rate.</summary>
    public OpenLoopFigures MeasureOpen(double share, TimeSpan duration, int seed)
    {
        double rate = Statistics.Median(_rounds.Select(round => round.RequestRate)) * share;
        LoadResult result = LoadGenerator.RunOpen(Address, source, connections, rate, duration, seed);
        return new OpenLoopFigures(name, rate, result.RequestRate, result.Percentile(50), result.Percentile(99), result.Percentile(99.9), result.Percentile(100), result.Errors);
    }

    /// <summary>The medians over the rounds.</summary>
    public RateFigures Figures() => new(
        name,
        Statistics.Median(_rounds.Select(round => round.Rate)),
        _rounds.Min(round => round.Rate),
        _rounds.Max(round => round.Rate),
        Statistics.Median(_rounds.Select(round => round.Percentile(50))),
        Statistics.Median(_rounds.Select(round => round.Percentile(99))),
        Statistics.Median(_allocated),
        Statistics.Median(_processor),
        _rounds.Sum(round => round.Errors),
        _rounds.Select(round => round.FirstError).FirstOrDefault(error => error is not null));
}
