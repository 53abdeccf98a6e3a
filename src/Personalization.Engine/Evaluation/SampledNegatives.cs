using Personalization.Engine.Datasets;

namespace Personalization.Engine.Evaluation;

/// <summary>
/// The items a case's target is ranked among where candidates are given: those of the catalogue the user has not met, of a larger one so many of them, drawn evenly. A case has the same
/// ones whatever ranks them. The catalogue is shuffled once; every case begins to read it at another place.
/// </summary>
internal sealed class SampledNegatives
{
    /// <summary>At most so many.</summary>
    public const int Most = 1000;

    /// <summary>So far on the next case begins: a prime, so that the places begin to repeat only after all were begun at.</summary>
    private const long Step = 7919;

    private readonly int[] _shuffled;

    /// <summary>Prepares.</summary>
    /// <param name="itemCount">How many items there are.</param>
    /// <param name="seed">What drawing is seeded with.</param>
    public SampledNegatives(int itemCount, int seed)
    {
        _shuffled = [.. Enumerable.Range(0, itemCount)];
        new Random(seed).Shuffle(_shuffled);
    }

    /// <summary>The target, then the others.</summary>
    /// <param name="question">The case.</param>
    /// <param name="place">Its place among the cases.</param>
    /// <param name="seen">A gate to use; it is left refusing the case's history.</param>
    /// <param name="most">At most so many others.</param>
    public int[] Of(EvaluationCase question, int place, SeenItemFilter seen, int most = Most)
    {
        SeenItemFilter unmet = seen.Of(question.Signal);
        List<int> items = new(1 + Math.Min(most, _shuffled.Length)) { question.Target };
        int start = (int)(place * Step % Math.Max(1, _shuffled.Length));
        for (int i = 0; i < _shuffled.Length && items.Count <= most; i++)
        {
            int item = _shuffled[(start + i) % _shuffled.Length];
            if (item != question.Target && unmet.Allows(item))
            {
                items.Add(item);
            }
        }

        return [.. items];
    }
}
