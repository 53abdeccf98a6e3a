using System.Collections.Immutable;
using nietras.SeparatedValues;
using Personalization.Abstractions.Experiments;
using Personalization.Benchmarks.Engines;
using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Benchmarks.Experiments;

/// <summary>
/// Reads a published A/B test: a .csv file with a header line, one row for each user, a column with the arm, and a
/// column for each metric. A metric is a share if all its values are TRUE, FALSE, 0 or 1. Otherwise it is a mean.
/// </summary>
internal static class PublishedTestFile
{
    private static readonly string[] Shares = ["TRUE", "FALSE", "0", "1"];

    /// <summary>Reads the users in file order.</summary>
    /// <param name="path">The path of the file, or a folder with exactly one .csv file.</param>
    /// <param name="armColumn">The name of the column with the arm.</param>
    /// <param name="control">The name of the control; null for the first arm in the order of names.</param>
    /// <param name="metrics">The metrics; the first is the primary one.</param>
    /// <exception cref="InvalidDataException">The file is missing or has errors; the message lists them.</exception>
    public static PublishedTest Read(
        string path, string armColumn, string? control, IReadOnlyList<PublishedMetric> metrics)
    {
        string file = File.Exists(path) ? path : LineReader.Find(path, "*.csv");
        List<(string Arm, string[] Values)> rows = Rows(file, armColumn, metrics);
        string[] arms = [.. rows.Select(row => row.Arm).Distinct().Order(StringComparer.Ordinal)];
        control ??= arms.FirstOrDefault();
        if (arms.Length < 2 || !arms.Contains(control))
        {
            throw new InvalidDataException(
                $"The column {armColumn} of {file} must have the control {control} and at least one other arm but "
                    + $"has {string.Join(", ", arms)}.");
        }

        MetricKind[] kinds =
        [
            .. metrics.Select((_, metric) => rows.TrueForAll(row => IsShare(row.Values[metric]))
                ? MetricKind.Proportion
                : MetricKind.Mean),
        ];
        LineErrors errors = new();
        ExperimentStatistics[] users =
            [.. rows.Select((row, at) => UserOf(row.Arm, row.Values, metrics, file, at + 2, errors))];
        errors.ThrowIfAny();
        return new(Define(file, [control!, .. arms.Where(arm => arm != control)], metrics, kinds), [.. users]);
    }

    private static List<(string Arm, string[] Values)> Rows(
        string file, string armColumn, IReadOnlyList<PublishedMetric> metrics)
    {
        using SepReader rows = Sep.Reader(options => options with { Sep = new(','), Unescape = true }).FromFile(file);
        string[] columns = [armColumn, .. metrics.Select(metric => metric.Column)];
        string[] missing = [.. columns.Except(rows.Header.ColNames)];
        if (missing.Length > 0)
        {
            throw new InvalidDataException(
                $"{file} must have the columns {string.Join(", ", columns)} but lacks {string.Join(", ", missing)}. "
                    + $"It has {string.Join(", ", rows.Header.ColNames)}. Name its columns with --arm and --metric.");
        }

        List<(string, string[])> read = [];
        foreach (SepReader.Row row in rows)
        {
            read.Add((row[armColumn].ToString(), row[columns.AsSpan(1)].ToStringsArray()));
        }

        return read;
    }

    private static ExperimentDefinition Define(
        string file, string[] arms, IReadOnlyList<PublishedMetric> metrics, MetricKind[] kinds) => new()
        {
            Name = Path.GetFileNameWithoutExtension(file),
            Status = ExperimentStatus.Running,
            Arms = [.. arms.Select(arm => ArmDefinition.Control(arm))],
            Metrics =
            [
                .. metrics.Select((metric, at) => new MetricDefinition
                {
                    Name = metric.Column,
                    Kind = kinds[at],
                    Role = at == 0 ? MetricRole.Primary : MetricRole.Secondary,
                    Cap = metric.Cap,
                }),
            ],
        };

    private static ExperimentStatistics UserOf(
        string arm,
        string[] values,
        IReadOnlyList<PublishedMetric> metrics,
        string file,
        int line,
        LineErrors errors)
    {
        ImmutableSortedDictionary<string, Moments> moments = ImmutableSortedDictionary<string, Moments>.Empty;
        for (int metric = 0; metric < metrics.Count; metric++)
        {
            double value = bool.TryParse(values[metric], out bool truth)
                ? truth ? 1 : 0
                : LineReader.Number(values[metric], file, line, errors);
            moments = moments.Add(
                metrics[metric].Column, Moments.Of(Math.Min(metrics[metric].Cap, value)));
        }

        return ExperimentStatistics.Of(arm, new() { Units = 1, Metrics = moments });
    }

    private static bool IsShare(string value) => Shares.Contains(value, StringComparer.OrdinalIgnoreCase);
}
