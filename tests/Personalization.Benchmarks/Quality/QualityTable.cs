using System.Globalization;
using System.Text.Json;
using Personalization.Benchmarks.Quality.Questions;
using Personalization.Benchmarks.Reports;

namespace Personalization.Benchmarks.Quality;

/// <summary>The table of a protocol; each row is the mean over the seeds.</summary>
internal sealed class QualityTable(Protocol protocol)
{
    private readonly List<(TimedRanker Trained, RankerFigures Figures)> _rows = [];

    /// <summary>Gets the manifests of the trained model versions.</summary>
    public List<JsonElement> Manifests { get; } = [];

    /// <summary>Gets the choices at the moments of a visit.</summary>
    public MomentTable Moments { get; } = new();

    /// <summary>Adds the figures of a ranker for one seed.</summary>
    public void Add(TimedRanker trained, RankerFigures figures) => _rows.Add((trained, figures));

    /// <summary>Gets the table as Markdown.</summary>
    public string Text()
    {
        MarkdownTable table = new([
            "ranker",
            .. protocol.Metrics.Select(metric => MetricText.Name(metric, protocol.Length)),
            "seeds",
            "train s",
            "train MB",
            "list p50 ms",
            "list p99 ms"
        ]);
        foreach (QualityTableRow row in Rows())
        {
            _ = table.Row([
                row.Ranker,
                .. row.Figures.Select(figure => MetricText.Value(figure.Value)),
                row.Seeds.ToString(CultureInfo.InvariantCulture),
                Number(row.TrainSeconds, "0.0"),
                Number(row.TrainMegabytes, "0"),
                Number(row.P50Ms, "0.000"),
                Number(row.P99Ms, "0.000")]);
        }

        return Moments.Choices.Count == 0 ? table.ToString() : $"{table}\n{Moments.Text()}";
    }

    /// <summary>Gets the figures for a JSON file.</summary>
    public object Report() => new { protocol.Name, Rows = Rows(), Manifests, Moments = Moments.Choices };

    private static string Number(double? value, string format) =>
        value?.ToString(format, CultureInfo.InvariantCulture) ?? "";

    private IEnumerable<QualityTableRow> Rows() =>
        _rows.GroupBy(row => row.Figures.Name).Select(group => new QualityTableRow(
            group.Key,
            group.Count(),
            protocol.Metrics.Select((metric, at) => (
                Name: MetricText.Name(metric, protocol.Length), Value: group.Average(row => row.Figures.Values[at])))
                .ToDictionary(pair => pair.Name, pair => pair.Value),
            group.Average(row => row.Trained.Seconds),
            group.Max(row => row.Trained.Megabytes),
            group.Average(row => row.Figures.P50Ms),
            group.Average(row => row.Figures.P99Ms)));
}
