namespace Personalization.Engine.Evaluation;

/// <summary>
/// The expected NDCG@10 of an item ranked among 99 uniformly sampled negatives, in closed form (hypergeometric).
/// </summary>
/// <remarks>The negatives are a sample of a larger set. The closed form avoids the noise of drawing them.</remarks>
internal sealed class SampledGain
{
    /// <summary>The number of negatives, as in the published evaluations; all of the set when it has fewer.</summary>
    public const int Others = 99;

    /// <summary>The length of the list.</summary>
    public const int Length = 10;

    // by the number of items above: the sum of the gains of all smaller numbers
    private readonly double[] _sums;

    /// <summary>Computes the gains of all ranks.</summary>
    /// <param name="size">The size of the larger set.</param>
    public SampledGain(int size)
    {
        double[] logs = LogFactorials(size);
        _sums = new double[size + 2];
        for (int above = 0; above <= size; above++)
        {
            _sums[above + 1] = _sums[above] + Expected(logs, size, above);
        }
    }

    /// <summary>Gets the gain of an item.</summary>
    /// <param name="above">The number of items in the set with a higher score.</param>
    /// <param name="level">The number of items with an equal score. Each order of ties is equally likely.</param>
    public double Of(int above, int level) => (_sums[above + level + 1] - _sums[above]) / (level + 1);

    private static double Expected(double[] logs, int size, int above)
    {
        int drawn = Math.Min(Others, size);
        double whole = Choices(logs, size, drawn);
        double sum = 0;
        for (int before = Math.Max(0, drawn - (size - above));
             before < Math.Min(Length, Math.Min(above, drawn) + 1);
             before++)
        {
            sum += Math.Exp(Choices(logs, above, before) + Choices(logs, size - above, drawn - before) - whole)
                / Math.Log2(before + 2);
        }

        return sum;
    }

    /// <summary>The logarithm of the binomial coefficient.</summary>
    private static double Choices(double[] logs, int all, int some) => logs[all] - logs[some] - logs[all - some];

    private static double[] LogFactorials(int most)
    {
        double[] logs = new double[most + 1];
        for (int i = 1; i <= most; i++)
        {
            logs[i] = logs[i - 1] + Math.Log(i);
        }

        return logs;
    }
}
