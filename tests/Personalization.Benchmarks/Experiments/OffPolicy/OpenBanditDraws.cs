using Personalization.Engine.Evaluation.OffPolicy;

namespace Personalization.Benchmarks.Experiments.OffPolicy;

/// <summary>
/// Converts a log to decisions for the evaluation of a policy that depends only on the position. Features: one for each
/// item, position and value of a user feature in the logs, and the user's affinity to the item.
/// </summary>
internal sealed class OpenBanditDraws
{
    private readonly int _items;
    private readonly int _positions;
    private readonly Dictionary<string, int> _userFeatures = [];

    /// <summary>Collects the features of the logs.</summary>
    /// <param name="rows">The rows of all logs.</param>
    /// <param name="items">The number of items.</param>
    /// <param name="positions">The number of positions.</param>
    public OpenBanditDraws(IEnumerable<OpenBanditRow> rows, int items, int positions)
    {
        _items = items;
        _positions = positions;
        foreach (string feature in rows.SelectMany(row => row.User.Select(Named)))
        {
            _ = _userFeatures.TryAdd(feature, items + positions + 1 + _userFeatures.Count);
        }
    }

    /// <summary>Gets the decisions of a log for a policy with these probabilities: [position][item].</summary>
    public LoggedDecision[] Of(OpenBanditRow[] rows, double[][] probabilities) => [.. rows.Select((row, i) =>
    {
        double[] target = probabilities[row.Position];
        double[] drawn = Context(row);
        double[] expected = [.. drawn];
        drawn[row.Item] = 1;
        drawn[_items] = AffinityOf(row, row.Item);
        for (int item = 0; item < _items; item++)
        {
            expected[item] = target[item];
            expected[_items] += target[item] * AffinityOf(row, item);
        }

        return new LoggedDecision(i, row.Click ? 1 : 0, row.Propensity, target[row.Item], drawn, expected);
    })];

    private static double AffinityOf(OpenBanditRow row, int item) =>
        item < row.Affinities.Length ? row.Affinities[item] : 0;

    private double[] Context(OpenBanditRow row)
    {
        double[] features = new double[_items + 1 + _positions + _userFeatures.Count];
        features[_items + 1 + row.Position] = 1;
        foreach (string feature in row.User.Select(Named))
        {
            features[_userFeatures[feature]] = 1;
        }

        return features;
    }

    private static string Named(string value, int column) => $"{column}:{value}";
}
