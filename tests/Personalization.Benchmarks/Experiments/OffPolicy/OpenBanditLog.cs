using System.Globalization;

namespace Personalization.Benchmarks.Experiments.OffPolicy;

/// <summary>Reads the files of the Open Bandit data.</summary>
internal static class OpenBanditLog
{
    /// <summary>How many positions a list has.</summary>
    public const int Positions = 3;

    private const int FirstUserColumn = 6;
    private const int UserColumns = 4;

    /// <summary>Reads one policy's log of the men's campaign.</summary>
    /// <exception cref="FormatException">The file has other columns.</exception>
    public static OpenBanditRow[] Read(string folder, string policy)
    {
        string path = Path.Combine(folder, policy, "men.csv");
        string[] lines = File.ReadAllLines(path);
        if (!lines[0].StartsWith(",timestamp,item_id,position,click,propensity_score,user_feature_0,", StringComparison.Ordinal))
        {
            throw new FormatException($"{path} has not the columns timestamp, item_id, position, click, propensity_score, user features and affinities.");
        }

        return [.. lines.Skip(1).Select(line => Row(line.Split(',')))];
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

    private static OpenBanditRow Row(string[] fields) => new(
        int.Parse(fields[2], CultureInfo.InvariantCulture),
        int.Parse(fields[3], CultureInfo.InvariantCulture) - 1,
        fields[4] == "1",
        Number(fields[5]),
        fields[FirstUserColumn..(FirstUserColumn + UserColumns)],
        [.. fields[(FirstUserColumn + UserColumns)..].Select(Number)]);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
