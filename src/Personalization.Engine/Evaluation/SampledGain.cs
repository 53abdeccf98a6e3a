namespace Personalization.Engine.Evaluation;

/// <summary>
/// What a place among given candidates is worth: the NDCG@10 to be expected of an item among 99 others, drawn from a larger set of which so many score above it. It is exact (the number of those drawn
/// that are above is hypergeometric), and so without the noise that drawing them would add.
/// </summary>
internal sealed class SampledGain
{
    /// <summary>How many others there are beside the item, as in the evaluations this is named after; all when the set has fewer.</summary>
    public const int Others = 99;

    /// <summary>How many places count.</summary>
    public const int Length = 10;

    // by the number above: the sum of the gains of all smaller numbers
    private readonly double[] _sums;

    /// <summary>Prepares.</summary>
    /// <param name="size">How many the larger set has.</param>
    public SampledGain(int size)
    {
        double[] logs = LogFactorials(size);
        _sums = new double[size + 2];
        for (int above = 0; above <= size; above++)
        {
            _sums[above + 1] = _sums[above] + Expected(logs, size, above);
        }
    }

    /// <summary>The gain of an item.</summary>
    /// <param name="above">How many of the set score above it.</param>
    /// <param name="level">How many score the same: each order of those is as likely.</param>
    public double Of(int above, int level) => (_sums[above + level + 1] - _sums[above]) / (level + 1);

    private static double Expected(double[] logs, int size, int above)
    {
        int drawn = Math.Min(Others, size);
        double whole = Choices(logs, size, drawn);
        double sum = 0;
        for (int before = Math.Max(0, drawn - (size - above)); before < Math.Min(Length, Math.Min(above, drawn) + 1); before++)
        {
            sum += Math.Exp(Choices(logs, above, before) + Choices(logs, size - above, drawn - before) - whole) / Math.Log2(before + 2);
        }

        return sum;
    }

    /// <summary>The logarithm of how many ways there are to take some of all.</summary>
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
