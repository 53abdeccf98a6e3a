using System.Globalization;

namespace Personalization.Benchmarks.Load;

/// <summary>The result of a load with one kind of request.</summary>
/// <param name="RequestRate">Requests served per second.</param>
/// <param name="Rate">Operations served per second.</param>
/// <param name="Operations">Operations served before the end of the load.</param>
/// <param name="Errors">The number of requests that were not served.</param>
/// <param name="FirstError">The outcomes of these requests; null without errors.</param>
/// <param name="Latency">The latency from the time a request was due to its answer.</param>
internal sealed record LoadResult(
    double RequestRate, double Rate, double Operations, long Errors, string? FirstError, LatencyFigures Latency)
{
    /// <summary>Gets the result from the report of a source's load.</summary>
    public static LoadResult Of(LoadReport report, RequestSource source)
    {
        KindFigures kind = report.Kinds.Single();
        string expected = source.Expected.ToString(CultureInfo.InvariantCulture);
        string errors = string.Join(", ", kind.Outcomes.Where(outcome => outcome.Key != expected).Select(outcome =>
            string.Create(CultureInfo.InvariantCulture, $"{outcome.Value} x {outcome.Key}")));
        return new LoadResult(
            kind.PerSecond,
            kind.PerSecond * source.Operations,
            kind.PerSecond * report.Seconds * source.Operations,
            kind.Failed,
            kind.Failed == 0 ? null : errors, kind.Latency);
    }
}
