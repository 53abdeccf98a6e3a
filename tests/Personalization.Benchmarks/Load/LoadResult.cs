using System.Globalization;

namespace Personalization.Benchmarks.Load;

/// <summary>The result of a load of one kind of request.</summary>
/// <param name="RequestRate">Requests served per second.</param>
/// <param name="Rate">Operations served per second.</param>
/// <param name="Operations">Operations served in time.</param>
/// <param name="Errors">Requests that were not served.</param>
/// <param name="FirstError">The outcomes of those requests; null without errors.</param>
/// <param name="Latency">From when a request was due to its answer.</param>
internal sealed record LoadResult(
    double RequestRate, double Rate, double Operations, long Errors, string? FirstError, LatencyFigures Latency)
{
    /// <summary>Gets the result of a source's load from its report.</summary>
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
