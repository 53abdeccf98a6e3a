using System.Globalization;
using System.Text;
using Personalization.Benchmarks.Reports;

namespace Personalization.Benchmarks.Serving;

/// <summary>Renders the results of the HTTP benchmark.</summary>
internal static class HttpText
{
    /// <summary>Renders the tables as Markdown, ratios first.</summary>
    public static string Render(HttpReport report)
    {
        StringBuilder text = new StringBuilder("\n").Append(Ratios(report))
            .Append('\n').Append(Rates(report))
            .Append('\n').Append(Raw(report))
            .Append('\n').Append(Half(report));
        if (report.Memory.Count > 0)
        {
            _ = text.Append('\n').Append(Memory(report));
        }

        if (report.Training is { } training)
        {
            _ = text.Append(Text($"\nTraining on {training.Events:N0} events: {training.Seconds:0.0} s; memory ")
                + Text($"{training.BytesBefore / 1e6:0} MB before, {training.PeakBytes / 1e6:0} MB at its peak. ")
                + "Import over "
                + Text($"HTTP: {training.ImportPerSecond:N0} events/s.\n"));
        }

        foreach (RateFigures rate in report.Rates.Where(rate => rate.FirstError is not null))
        {
            _ = text.Append(Text($"\nFirst error of {rate.Name}: {rate.FirstError}\n"));
        }

        return text.ToString();
    }

    private static MarkdownTable Ratios(HttpReport report)
    {
        MarkdownTable table = new("ratio of the same run", "value", "target", "");
        foreach (Ratio ratio in report.Ratios)
        {
            _ = table.Row(
                ratio.Name,
                Text($"{ratio.Value:0.00}"),
                ratio.Aim,
                ratio.Reached switch { true => "yes", false => "no", null => "" });
        }

        return table;
    }

    private static MarkdownTable Rates(HttpReport report)
    {
        MarkdownTable table = new(
            "closed loop",
            "operations/s",
            "slowest to fastest round",
            "p50 ms",
            "p99 ms",
            "bytes allocated",
            "server CPU us",
            "errors");
        foreach (RateFigures rate in report.Rates)
        {
            _ = table.Row(
                rate.Name,
                Text($"{rate.PerSecond:N0}"),
                Text($"{rate.Lowest:N0} to {rate.Highest:N0}"),
                Text($"{rate.P50Ms:0.00}"),
                Text($"{rate.P99Ms:0.00}"),
                Text($"{rate.AllocatedBytes:N0}"), Text($"{rate.ProcessorUs:0.0}"), Text($"{rate.Errors}"));
        }

        return table;
    }

    private static MarkdownTable Raw(HttpReport report)
    {
        MarkdownTable table = new("raw store", "callers", "appends/s");
        foreach (RawFigures raw in report.Raw)
        {
            _ = table.Row(raw.Name, Text($"{raw.Callers:N0}"), Text($"{raw.PerSecond:N0}"));
        }

        return table;
    }

    private static MarkdownTable Half(HttpReport report)
    {
        MarkdownTable table = new(
            "half of the peak load", "requests due/s", "served/s", "p50 ms", "p99 ms", "p99.9 ms", "max ms", "errors");
        foreach (OpenLoopFigures half in report.HalfLoad)
        {
            _ = table.Row(
                half.Name,
                Text($"{half.PerSecond:N0}"),
                Text($"{half.Achieved:N0}"),
                Text($"{half.P50Ms:0.00}"),
                Text($"{half.P99Ms:0.00}"),
                Text($"{half.P999Ms:0.00}"), Text($"{half.MaxMs:0.0}"), Text($"{half.Errors}"));
        }

        return table;
    }

    private static MarkdownTable Memory(HttpReport report)
    {
        MarkdownTable table = new(
            "active users",
            "how many",
            "live heap bytes each",
            "resident bytes each",
            "engine resident MB",
            "activations/s",
            "errors");
        foreach (MemoryFigures memory in report.Memory)
        {
            _ = table.Row(
                memory.Name,
                Text($"{memory.Users:N0}"),
                Text($"{memory.HeapBytesPerUser:N0}"),
                Text($"{memory.ResidentBytesPerUser:N0}"),
                Text($"{memory.ResidentBytes / 1e6:N0}"),
                Text($"{memory.ActivationsPerSecond:N0}"),
                Text($"{memory.Errors}"));
        }

        return table;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
