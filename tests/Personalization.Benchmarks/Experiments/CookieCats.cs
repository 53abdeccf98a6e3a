using System.Collections.Immutable;
using Personalization.Abstractions.Experiments;
using Personalization.Benchmarks.Reports;
using Personalization.Engine.Experiments.Results;
using Personalization.Engine.Experiments.Statistics;
using nietras.SeparatedValues;

namespace Personalization.Benchmarks.Experiments;

/// <summary>
/// A published A/B test of a mobile game with the first gate at level 30 or 40. The file has no times; the order of the
/// player numbers replaces them.
/// </summary>
internal static class CookieCats
{
    /// <summary>The arm compared with the control.</summary>
    public const string Arm = "gate_40";

    /// <summary>The experiment with 7-day retention as its primary metric and default settings.</summary>
    public static readonly ExperimentDefinition Definition = new()
    {
        Name = "cookie-cats",
        Status = ExperimentStatus.Running,
        Arms = [ArmDefinition.Control("gate_30"), ArmDefinition.Control(Arm)],
        Metrics =
        [
            new() { Name = "retention_7", Kind = MetricKind.Proportion },
            new() { Name = "retention_1", Kind = MetricKind.Proportion, Role = MetricRole.Secondary },
            new() { Name = "rounds", Role = MetricRole.Secondary, Cap = 500 },
        ],
    };

    private static readonly string[] Columns = ["userid", "version", "sum_gamerounds", "retention_1", "retention_7"];

    /// <summary>Reads the players in file order, each as the statistics of one user.</summary>
    /// <param name="path">The path of the file, or a folder with <c>cookie_cats.csv</c>.</param>
    /// <exception cref="InvalidDataException">A column is missing.</exception>
    public static ImmutableArray<ExperimentStatistics> Read(string path)
    {
        string file = Directory.Exists(path) ? Path.Combine(path, "cookie_cats.csv") : path;
        using SepReader rows = Sep.Reader(options => options with { Sep = new(','), Unescape = true }).FromFile(file);
        string[] missing = [.. Columns.Except(rows.Header.ColNames)];
        if (missing.Length > 0)
        {
            throw new InvalidDataException(
                $"{file} must have the columns {string.Join(", ", Columns)} but lacks {string.Join(", ", missing)}.");
        }

        ImmutableArray<ExperimentStatistics>.Builder players = ImmutableArray.CreateBuilder<ExperimentStatistics>();
        foreach (SepReader.Row row in rows)
        {
            players.Add(Player(row));
        }

        return players.ToImmutable();
    }

    /// <summary>Runs interim analyses while the players arrive.</summary>
    /// <returns>The number of players and the results of each interim analysis; the last one has all players.</returns>
    public static ImmutableArray<(int Players, ExperimentResults Results)> Look(
        ImmutableArray<ExperimentStatistics> players, int looks)
    {
        ImmutableArray<(int, ExperimentResults)>.Builder results =
            ImmutableArray.CreateBuilder<(int, ExperimentResults)>();
        ExperimentStatistics statistics = ExperimentStatistics.Empty;
        int seen = 0;
        for (int look = 1; look <= looks; look++)
        {
            for (int until = (int)((long)players.Length * look / looks); seen < until; seen++)
            {
                statistics += players[seen];
            }

            results.Add((seen, ExperimentAnalyst.Analyse(Definition, statistics)));
        }

        return results.ToImmutable();
    }

    /// <summary>Draws the interval of 7-day retention over the interim analyses, as SVG.</summary>
    public static string Picture(ImmutableArray<(int Players, ExperimentResults Results)> looks)
    {
        (int Players, MetricResult Result)[] results =
        [.. looks.Select(look => (look.Players, look.Results.Of("retention_7", Arm)))];
        string color = SvgPlot.ColorOf(0);
        SvgPlot plot =
            new("Cookie Cats: 7-day retention, gate at level 40 against 30", "players", "difference of retention")
            {
                FromZero = false,
            };
        plot.Add(
            "difference", results.Select(look => ((double)look.Players, look.Result.Difference ?? double.NaN)), color);
        plot.Add(
            "95 % confidence sequence",
            results.Select(look => ((double)look.Players, look.Result.Interval?.Low ?? double.NaN)),
            color,
            "6 4");
        plot.Add(
            null,
            results.Select(look => ((double)look.Players, look.Result.Interval?.High ?? double.NaN)),
            color,
            "6 4");
        return SvgPlot.Stack(plot);
    }

    private static ExperimentStatistics Player(SepReader.Row row) =>
        ExperimentStatistics.Of(row["version"].ToString(), new()
        {
            Units = 1,
            Metrics = ImmutableSortedDictionary<string, Moments>.Empty
                .Add("retention_7", Moments.Of(IsTrue(row["retention_7"])))
                .Add("retention_1", Moments.Of(IsTrue(row["retention_1"])))
                .Add("rounds", Moments.Of(Math.Min(500, row["sum_gamerounds"].Parse<double>()))),
        });

    private static double IsTrue(SepReader.Col column) =>
        column.Span.Equals("TRUE", StringComparison.OrdinalIgnoreCase) ? 1 : 0;
}
