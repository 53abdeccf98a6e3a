using Personalization.Benchmarks.Load;
using Personalization.Benchmarks.Reports;
using Personalization.Testing;

namespace Personalization.Benchmarks.Cluster;

/// <summary>One kind of request to one set of server processes.</summary>
internal sealed class HopTarget(string name, RequestSource source, EngineProcess door, params EngineProcess[] behind)
{
    private const int Connections = 64;
    private readonly List<(double Rate, double P99, double Processor)> _rounds = [];

    /// <summary>Runs one measurement.</summary>
    /// <param name="duration">The length of the measurement.</param>
    /// <param name="counts">False for a warm-up, whose result is dropped.</param>
    public async Task MeasureAsync(TimeSpan duration, bool counts)
    {
        TimeSpan before = Processor();
        LoadResult result = await new SourceLoad(door.Address, source, Connections).ClosedAsync(duration);
        if (result.Errors > 0)
        {
            throw new InvalidOperationException($"{name}: {result.Errors} errors, the first: {result.FirstError}");
        }

        if (counts)
        {
            _rounds.Add((
                result.Rate,
                result.Latency.P99Ms,
                (Processor() - before).TotalMicroseconds / Math.Max(1, result.Operations)));
        }
    }

    /// <summary>Gets the medians over the rounds.</summary>
    /// <param name="ceiling">The rate of the ceiling to compare with; null if this target is a ceiling.</param>
    public HopFigures Figures(double? ceiling)
    {
        double rate = Statistics.Median(_rounds.Select(round => round.Rate));
        return new HopFigures(
            name,
            rate,
            Statistics.Median(_rounds.Select(round => round.P99)),
            Statistics.Median(_rounds.Select(round => round.Processor)),
            ceiling is { } top ? rate / top : 1);
    }

    private TimeSpan Processor() =>
        behind.Prepend(door).Aggregate(TimeSpan.Zero, (sum, process) => sum + process.ProcessorTime);
}
