using Personalization.Benchmarks.Load;
using Personalization.Benchmarks.Reports;
using Personalization.Testing;

namespace Personalization.Benchmarks.Cluster;

/// <summary>One kind of request to one set of server processes.</summary>
internal sealed class HopTarget(string name, RequestSource source, EngineProcess door, params EngineProcess[] behind)
{
    private const int Connections = 64;
    private readonly List<(double Rate, double P99, double Processor)> _rounds = [];

    /// <summary>Measures once.</summary>
    /// <param name="duration">How long.</param>
    /// <param name="counts">False to warm up.</param>
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

    /// <summary>The medians.</summary>
    /// <param name="ceiling">The rate to hold it against; null for a ceiling itself.</param>
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
