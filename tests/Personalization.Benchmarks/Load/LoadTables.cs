using System.Globalization;
using Spectre.Console;

namespace Personalization.Benchmarks.Load;

/// <summary>Writes a load report to a console.</summary>
internal static class LoadTables
{
    /// <summary>Writes the tables.</summary>
    public static void Write(IAnsiConsole console, LoadReport report)
    {
        console.WriteLine();
        console.WriteLine(report.Title);
        console.Write(Latencies(report));
        console.Write(Outcomes(report));
        if (report.FailedTries.Count > 0)
        {
            console.Write(Failures(report));
        }

        if (report.Events is { Accepted: > 0 } or { Duplicates: > 0 } or { Rejected: > 0 } or { Unavailable: > 0 })
        {
            console.WriteLine(Text($"Events: {report.Events.Accepted:N0} accepted, {report.Events.Duplicates:N0} "
                + $"duplicate, {report.Events.Rejected:N0} rejected, {report.Events.Unavailable:N0} unavailable; "
                + $"{report.Events.AcknowledgedPerSecond:N0} acknowledged/s."));
        }

        console.WriteLine(report.Generator.Verdict);
        console.WriteLine(
            Text($"The generator used {report.Generator.ProcessorUs:0.0} us of processor time per request."));
        console.WriteLine(report.Machine);
    }

    private static Table Latencies(LoadReport report)
    {
        Table table = Table(
            "request", "due", "served", "served/s", "failed", "p50 ms", "p90 ms", "p99 ms", "p99.9 ms", "max ms");
        foreach (KindFigures kind in report.Kinds)
        {
            LatencyFigures latency = kind.Latency;
            _ = table.AddRow(Escaped(
                Name(kind),
                Text($"{kind.Requests:N0}"),
                Text($"{kind.Served:N0}"),
                Text($"{kind.PerSecond:N0}"),
                Text($"{kind.Failed:N0}"),
                Text($"{latency.P50Ms:0.00}"),
                Text($"{latency.P90Ms:0.00}"),
                Text($"{latency.P99Ms:0.00}"),
                Text($"{latency.P999Ms:0.00}"),
                Text($"{latency.MaxMs:0.0}")));
        }

        return table;
    }

    private static Table Outcomes(LoadReport report)
    {
        Table table = Table("request", "outcome", "requests", "share");
        foreach (KindFigures kind in report.Kinds)
        {
            foreach ((string outcome, long count) in kind.Outcomes)
            {
                _ = table.AddRow(Escaped(
                    Name(kind), outcome, Text($"{count:N0}"), Text($"{100.0 * count / kind.Requests:0.000} %")));
            }
        }

        return table;
    }

    private static Table Failures(LoadReport report)
    {
        Table table = Table("address", "failed tries", "how often");
        foreach (FailedTries failure in report.FailedTries)
        {
            _ = table.AddRow(Escaped(failure.Address, failure.Failure, Text($"{failure.Count:N0}")));
        }

        return table;
    }

    private static Table Table(params string[] heads)
    {
        Table table = new Table().RoundedBorder();
        foreach (string head in heads)
        {
            bool isText = head is "request" or "outcome" or "address" or "failed tries";
            _ = table.AddColumn(new TableColumn(Markup.Escape(head))
            {
                Alignment = isText ? Justify.Left : Justify.Right,
                NoWrap = true
            });
        }

        return table;
    }

    private static string Name(KindFigures kind) => kind.Kind.ToString().ToLowerInvariant();

    private static string[] Escaped(params string[] cells) => Array.ConvertAll(cells, Markup.Escape);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
