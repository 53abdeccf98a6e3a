using System.Globalization;
using nietras.SeparatedValues;
using Personalization.Benchmarks.Engines;

namespace Personalization.Benchmarks.Experiments.OffPolicy;

/// <summary>Reads bandit logs in the layout of the Open Bandit data.</summary>
internal static class OpenBanditLog
{
    /// <summary>Reads the log of a policy: a .csv file with a header line, and one row for each shown item.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="columns">The names of the columns.</param>
    /// <exception cref="InvalidDataException">The file is missing or has errors; the message lists them.</exception>
    public static OpenBanditRow[] Read(string path, BanditColumns columns)
    {
        if (!File.Exists(path))
        {
            throw new InvalidDataException($"The file {path} does not exist.");
        }

        using SepReader rows = Sep.Reader(options => options with { Sep = new(','), Unescape = true }).FromFile(path);
        string[] needed = [columns.Item, columns.Position, columns.Reward, columns.Propensity];
        string[] missing = [.. needed.Except(rows.Header.ColNames)];
        if (missing.Length > 0)
        {
            throw new InvalidDataException(
                $"{path} must have the columns {string.Join(", ", needed)} but lacks {string.Join(", ", missing)}. "
                    + $"It has {string.Join(", ", rows.Header.ColNames)}.");
        }

        string[] users = [.. StartingWith(rows.Header.ColNames, columns.User)];
        string[] affinities = [.. StartingWith(rows.Header.ColNames, columns.Affinity)];
        LineErrors errors = new();
        List<OpenBanditRow> read = [];
        foreach (SepReader.Row row in rows)
        {
            read.Add(RowOf(row, columns, users, affinities, path, errors));
        }

        errors.ThrowIfAny();
        return read.Count > 0 ? [.. read] : throw new InvalidDataException($"{path} has no rows.");
    }

    /// <summary>Reads the logging policy's beta priors, alpha and beta of each item of a campaign.</summary>
    /// <exception cref="InvalidDataException">The file does not have the campaign.</exception>
    public static (double[] Alpha, double[] Beta) Priors(string file, string campaign)
    {
        Dictionary<string, List<double>> lists = [];
        string section = string.Empty;
        List<double> list = [];
        foreach (string line in File.ReadLines(file))
        {
            string text = line.Trim();
            if (text.StartsWith("- ", StringComparison.Ordinal))
            {
                list.Add(double.Parse(text[2..], CultureInfo.InvariantCulture));
            }
            else if (text.EndsWith(':'))
            {
                section = char.IsWhiteSpace(line[0]) ? section : text[..^1];
                lists[$"{section}.{text[..^1]}"] = list = [];
            }
        }

        return lists.TryGetValue($"{campaign}.alpha", out List<double>? alpha)
            && lists.TryGetValue($"{campaign}.beta", out List<double>? beta)
            && alpha.Count == beta.Count
            ? ([.. alpha], [.. beta])
            : throw new InvalidDataException($"{file} must have equally long lists alpha and beta of {campaign}.");
    }

    private static IEnumerable<string> StartingWith(IEnumerable<string> names, string start) =>
        start.Length == 0 ? [] : names.Where(name => name.StartsWith(start, StringComparison.Ordinal));

    private static OpenBanditRow RowOf(
        SepReader.Row row,
        BanditColumns columns,
        string[] users,
        string[] affinities,
        string path,
        LineErrors errors)
    {
        int line = row.LineNumberFrom;
        double item = Number(row, columns.Item, 0, int.MaxValue);
        double position = Number(row, columns.Position, 1, int.MaxValue);
        double reward = Number(row, columns.Reward, 0, 1);
        double propensity = Number(row, columns.Propensity, double.Epsilon, 1);
        return new(
            (int)item,
            (int)position - 1,
            reward > 0,
            propensity,
            users.Length == 0 ? [] : row[users].ToStringsArray(),
            affinities.Length == 0 ? [] : row[affinities].ParseToArray<double>());

        double Number(SepReader.Row from, string column, double least, double most)
        {
            double value = LineReader.Number(from[column].ToString(), path, line, errors);
            if (value < least || value > most)
            {
                errors.Add(path, line, FormattableString.Invariant(
                    $"{column} must be {(least == double.Epsilon ? "above 0" : least)} to {most} but was {value}."));
            }

            return value;
        }
    }
}
