using System.Globalization;
using System.Text;
using System.Text.Json;
using Personalization.Benchmarks.Reports;

namespace Personalization.Benchmarks.Quality.Shop;

/// <summary>Renders the results of the shop benchmark.</summary>
internal static class ShopText
{
    /// <summary>Gets whether every baseline with a published row reproduces it.</summary>
    public static bool IsTrusted(IReadOnlyList<QualityRow> rows) => rows.All(row => row.Reproduced is not false);

    /// <summary>
    /// Gets whether the engine (the last row) beats every baseline and the best published row in both metrics.
    /// </summary>
    public static bool IsAhead(IReadOnlyList<QualityRow> rows)
    {
        QualityRow best = rows[^1];
        return rows.SkipLast(1).All(row => best.HitRate > row.HitRate && best.Ndcg > row.Ndcg)
            && best.HitRate > PublishedRow.CoCounts.HitRate && best.Ndcg > PublishedRow.CoCounts.Ndcg;
    }

    /// <summary>Renders the tables as Markdown.</summary>
    public static string Render(IReadOnlyList<QualityRow> rows, ServingFigures? serving)
    {
        StringBuilder text = new();
        MarkdownTable quality = new(
            "ranker", "HR@20", "NDCG@20", "ties against it", "ties for it", "published", "reproduced");
        foreach (QualityRow row in rows)
        {
            _ = quality.Row(
                row.Name,
                Share(row.HitRate),
                Share(row.Ndcg),
                row.Least,
                row.Most,
                row.Published ?? "",
                row.Reproduced switch { true => "yes", false => "NO", null => "" });
        }

        _ = text.Append('\n').Append(quality)
            .Append("\nThe evaluator ")
            .Append(IsTrusted(rows) ? "reproduces" : "does NOT reproduce")
            .Append(" the published rows (each lies between the two extremes of its ties).\n");
        if (serving is not null)
        {
            _ = text.Append("The engine ")
                .Append(IsAhead(rows) ? "is ahead" : "is NOT ahead")
                .Append(" of every baseline in both metrics.\n\n")
                .Append(Serving(serving));
        }

        return text.ToString();
    }

    private static MarkdownTable Serving(ServingFigures serving) => new MarkdownTable("engine", "")
        .Row("import over HTTP", Text($"{serving.Events:N0} events in {serving.ImportSeconds:0.0} s, "
            + $"{serving.ImportPerSecond:N0} events/s, {serving.Rejected} rejected"))
        .Row("training", Text($"{serving.TrainSeconds:0.0} s, memory {serving.BytesBeforeTraining / 1e6:0} MB before, "
            + $"{serving.PeakTrainingBytes / 1e6:0} MB at its peak"))
        .Row("the engine's hold-out, later than its training data", HoldOut(serving.Model.GetProperty("report")))
        .Row("list request, first of its user", Text($"p50 {serving.P50Ms:0.0} ms, p99 {serving.P99Ms:0.0} ms"))
        .Row("fallback levels", string.Join(", ", serving.Levels.OrderByDescending(
            level => level.Value).Select(level => Text($"{level.Key} {level.Value:N0}"))))
        .Row("seen items served", Text($"{serving.SeenServed}"))
        .Row("lists with fewer items than requested", Text($"{serving.ShortLists}"));

    /// <summary>Renders the metrics of the engine's hold-out.</summary>
    /// <remarks>
    /// The published protocol leaks events after the held-out purchase and favors rankers that use recency. The
    /// engine's hold-out has no such leak, so the report shows both.
    /// </remarks>
    private static string HoldOut(JsonElement report) =>
        Text($"{report.GetProperty("cases").GetInt32()} cases, HR/NDCG@{report.GetProperty("listLength").GetInt32()}: ")
            + string.Join(", ", report.GetProperty("metrics")
                .EnumerateObject()
                .OrderByDescending(m => m.Value.GetProperty("ndcg").GetDouble())
                .Select(m => $"{m.Name} {ShareOf(m.Value, "hitRate")}/{ShareOf(m.Value, "ndcg")}"));

    private static string ShareOf(JsonElement metrics, string name) => Share(metrics.GetProperty(name).GetDouble());

    private static string Share(double value) => value.ToString(".0000", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
