using Personalization.Engine.Datasets;
using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Training.Sources;

/// <summary>
/// Ridge regression from item content to factor vectors. An item has more weight the more often it was chosen.
/// </summary>
/// <remarks>A fifth of the items is left out to choose the ridge. The result is deterministic.</remarks>
internal sealed class ContentRegression
{
    private const int MostFeatures = 1023;
    private const int LeastItems = 3;
    private const int LeastRows = 20;
    private const double HalfTrusted = 5;
    private const int HeldOut = 5;
    private const float Common = 0.01f; // the intercept needs hardly any regularization
    private const double LeastExplained = 0.02;
    private static readonly float[] Ridges = [1, 10, 100, 1000];

    private readonly List<(int Item, int[] Columns, float Trust)> _rows = [];
    private readonly FactorSource _factors;
    private readonly string[] _features;

    private ContentRegression(TrainingLog log, ItemContent content, FactorSource factors)
    {
        _factors = factors;
        int[] chosen = ChoiceCounts(log);
        Dictionary<int, HashSet<string>> names = [];
        for (int item = 0; item < chosen.Length; item++)
        {
            if (chosen[item] > 0 && content.Of(item) is { } entry)
            {
                names.Add(item, ContentFeatures.Of(entry));
            }
        }

        _features =
        [
            .. names.Values.SelectMany(own => own)
                .CountBy(name => name, StringComparer.Ordinal)
                .Where(feature => feature.Value >= LeastItems)
                .OrderByDescending(feature => feature.Value)
                .ThenBy(feature => feature.Key, StringComparer.Ordinal)
                .Take(MostFeatures)
                .Select(feature => feature.Key),
        ];
        Dictionary<string, int> columns = _features.Index().ToDictionary(
            feature => feature.Item, feature => feature.Index + 1, StringComparer.Ordinal);
        foreach ((int item, HashSet<string> own) in names)
        {
            int[] known = [0, .. own.Where(columns.ContainsKey).Select(name => columns[name]).Order()];
            if (known.Length > 1)
            {
                _rows.Add((item, known, (float)(chosen[item] / (chosen[item] + HalfTrusted))));
            }
        }
    }

    /// <summary>Counts how often each item was chosen.</summary>
    public static int[] ChoiceCounts(TrainingLog log)
    {
        int[] chosen = new int[log.ItemCount];
        foreach (ref readonly SignalEvent happened in log.AllEvents)
        {
            chosen[happened.Item] += happened.Weight > 0 ? 1 : 0;
        }

        return chosen;
    }

    /// <summary>Trains the map from content to vectors.</summary>
    /// <param name="log">The log that the vectors were trained on.</param>
    /// <param name="content">The content of its items.</param>
    /// <param name="factors">The vectors.</param>
    /// <param name="ridge">The ridge; null to choose it.</param>
    /// <returns>
    /// The map, the ridge, and the share of the left-out variance that it explains. Null when content explains nothing,
    /// or when too few items have content.
    /// </returns>
    public static (ContentMap Map, float Ridge, double Explained)? Learn(
        TrainingLog log, ItemContent content, FactorSource factors, float? ridge)
    {
        ContentRegression regression = new(log, content, factors);
        if (regression._rows.Count < LeastRows)
        {
            return null;
        }

        (float best, double explained) = ridge is { } fixedRidge ? (fixedRidge, double.NaN) : regression.ChooseRidge();
        return ridge is null && explained < LeastExplained
            ? null
            : (regression.Solve(best, _ => true), best, explained);
    }

    private (float Ridge, double Explained) ChooseRidge() =>
        Ridges.Select(ridge => (ridge, Explained(Solve(ridge, at => at % HeldOut != 0).Weights.ToArray()))).MaxBy(
            tried => tried.Item2);

    /// <summary>Computes the share of the variance of the left-out items that coefficients explain.</summary>
    private double Explained(float[] weights)
    {
        int size = _factors.Parameters.Factors;
        float[] mean = new float[size];
        float trust = 0;
        foreach ((int item, _, float own) in Left())
        {
            FactorKernels.AddScaled(mean, own, _factors.VectorOf(item));
            trust += own;
        }

        double all = 0;
        double rest = 0;
        float[] guess = new float[size];
        foreach ((int item, int[] columns, float own) in Left())
        {
            Array.Clear(guess);
            Array.ForEach(columns, column => FactorKernels.AddScaled(guess, 1, weights.AsSpan(column * size, size)));
            ReadOnlySpan<float> vector = _factors.VectorOf(item);
            for (int i = 0; i < size; i++)
            {
                all += own * Math.Pow(vector[i] - (mean[i] / trust), 2);
                rest += own * Math.Pow(vector[i] - guess[i], 2);
            }
        }

        return all > 0 ? 1 - (rest / all) : 0;
    }

    private IEnumerable<(int Item, int[] Columns, float Trust)> Left() => _rows.Where((_, at) => at % HeldOut == 0);

    private ContentMap Solve(float ridge, Predicate<int> counts)
    {
        int size = _factors.Parameters.Factors;
        int unknowns = (_features.Length + 1 + FactorKernels.Lanes - 1) & -FactorKernels.Lanes;
        float[] matrix = new float[unknowns * unknowns];
        float[] sides = new float[size * unknowns];
        for (int i = 0; i < unknowns; i++)
        {
            matrix[(i * unknowns) + i] = i == 0 ? Common : ridge;
        }

        for (int at = 0; at < _rows.Count; at++)
        {
            if (counts(at))
            {
                Add(_rows[at], matrix, sides, unknowns);
            }
        }

        FactorKernels.Factorise(matrix, unknowns);
        float[] weights = new float[(_features.Length + 1) * size];
        for (int factor = 0; factor < size; factor++)
        {
            Span<float> side = sides.AsSpan(factor * unknowns, unknowns);
            FactorKernels.Solve(matrix, side);
            for (int feature = 0; feature <= _features.Length; feature++)
            {
                weights[(feature * size) + factor] = side[feature];
            }
        }

        return new(_features, weights, size);
    }

    private void Add((int Item, int[] Columns, float Trust) row, float[] matrix, float[] sides, int unknowns)
    {
        ReadOnlySpan<float> vector = _factors.VectorOf(row.Item);
        for (int i = 0; i < row.Columns.Length; i++)
        {
            for (int j = i; j < row.Columns.Length; j++)
            {
                matrix[(row.Columns[i] * unknowns) + row.Columns[j]] += row.Trust;
            }

            for (int factor = 0; factor < vector.Length; factor++)
            {
                sides[(factor * unknowns) + row.Columns[i]] += row.Trust * vector[factor];
            }
        }
    }
}
