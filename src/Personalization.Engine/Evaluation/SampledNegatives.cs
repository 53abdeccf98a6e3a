using Personalization.Engine.Datasets;

namespace Personalization.Engine.Evaluation;

/// <summary>Samples the unseen items among which the target of a case is ranked.</summary>
/// <remarks>
/// The sample is uniform over the items that the user has not seen; a small catalog is used whole. A case gets the same
/// items for every ranking. The catalog is shuffled once, and every case reads it from another position.
/// </remarks>
internal sealed class SampledNegatives
{
    /// <summary>The most negatives of a case.</summary>
    public const int Most = 1000;

    /// <summary>
    /// The distance between the starting positions of consecutive cases. It is prime, so that positions repeat only
    /// after all were used.
    /// </summary>
    private const long Step = 7919;

    private readonly int[] _shuffled;

    /// <summary>Shuffles the catalog.</summary>
    /// <param name="itemCount">The number of items.</param>
    /// <param name="seed">The sampling seed.</param>
    public SampledNegatives(int itemCount, int seed)
    {
        _shuffled = [.. Enumerable.Range(0, itemCount)];
        new Random(seed).Shuffle(_shuffled);
    }

    /// <summary>Gets the target of a case, then its negatives.</summary>
    /// <param name="testCase">The case.</param>
    /// <param name="place">The index of the case.</param>
    /// <param name="seen">A filter to use. Afterwards it excludes the history of the case.</param>
    /// <param name="most">The most negatives.</param>
    public int[] Of(EvaluationCase testCase, int place, SeenItemFilter seen, int most = Most)
    {
        SeenItemFilter unseen = seen.Of(testCase.Signal);
        List<int> items = new(1 + Math.Min(most, _shuffled.Length)) { testCase.Target };
        int start = (int)(place * Step % Math.Max(1, _shuffled.Length));
        for (int i = 0; i < _shuffled.Length && items.Count <= most; i++)
        {
            int item = _shuffled[(start + i) % _shuffled.Length];
            if (item != testCase.Target && unseen.Allows(item))
            {
                items.Add(item);
            }
        }

        return [.. items];
    }
}
