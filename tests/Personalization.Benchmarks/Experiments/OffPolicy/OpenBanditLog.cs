using System.Globalization;
using nietras.SeparatedValues;

namespace Personalization.Benchmarks.Experiments.OffPolicy;

/// <summary>Reads the files of the Open Bandit data.</summary>
internal static class OpenBanditLog
{
    /// <summary>The number of positions of a list.</summary>
    public const int Positions = 3;

    private const int FirstUserColumn = 6;
    private const int UserColumns = 4;

    private static readonly string[] Columns =
    ["timestamp", "item_id", "position", "click", "propensity_score", "user_feature_0"];

    /// <summary>Reads one policy's log of the men's campaign.</summary>
    /// <exception cref="InvalidDataException">The file has unexpected columns.</exception>
    public static OpenBanditRow[] Read(string folder, string policy)
    {
        string path = Path.Combine(folder, policy, "men.csv");
        using SepReader rows = Sep.Reader(options => options with { Sep = new(','), Unescape = true }).FromFile(path);
        if (!rows.Header.ColNames.Skip(1).Take(Columns.Length).SequenceEqual(Columns))
        {
            throw new InvalidDataException(
                $"{path} must have the columns timestamp, item_id, position, click, propensity_score, user features "
                    + $"and affinities.");
        }

        List<OpenBanditRow> read = [];
        foreach (SepReader.Row row in rows)
        {
            read.Add(Row(row));
        }

        return [.. read];
    }

    /// <summary>Reads the logging policy's beta priors, alpha and beta of each item of the campaign.</summary>
    public static (double[] Alpha, double[] Beta) Priors(string folder)
    {
        Dictionary<string, List<double>> lists = [];
        string campaign = string.Empty;
        List<double> list = [];
        foreach (string line in File.ReadLines(Path.Combine(folder, "prior_bts.yaml")))
        {
            string text = line.Trim();
            if (text.StartsWith("- ", StringComparison.Ordinal))
            {
                list.Add(Number(text[2..]));
            }
            else if (text.EndsWith(':'))
            {
                campaign = char.IsWhiteSpace(line[0]) ? campaign : text[..^1];
                lists[$"{campaign}.{text[..^1]}"] = list = [];
            }
        }

        return ([.. lists["men.alpha"]], [.. lists["men.beta"]]);
    }

    private static OpenBanditRow Row(SepReader.Row row) => new(
        row["item_id"].Parse<int>(),
        row["position"].Parse<int>() - 1,
        row["click"].Parse<int>() == 1,
        row["propensity_score"].Parse<double>(),
        row[FirstUserColumn..(FirstUserColumn + UserColumns)].ToStringsArray(),
        row[(FirstUserColumn + UserColumns)..].ParseToArray<double>());

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
