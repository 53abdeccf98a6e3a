namespace Personalization.Engine.Evaluation;

/// <summary>The gain of one ranking over another on the same cases.</summary>
/// <param name="Mean">The mean difference.</param>
/// <param name="Error">The standard error of the mean, clustered by user.</param>
internal readonly record struct PairedGain(double Mean, double Error)
{
    /// <summary>The number of standard errors that make a gain significant.</summary>
    public const double Errors = 2;

    /// <summary>The number of standard errors that make a loss certain enough to refuse a version: one-sided, 1 %.
    /// </summary>
    public const double LossErrors = 2.326;

    /// <summary>True if the gain is significantly above 0.</summary>
    public bool IsReal => Mean > 0 && Mean >= Errors * Error;

    /// <summary>True if the loss, if any, is smaller than one standard error.</summary>
    public bool IsNoLoss => Mean > -Error || Mean >= 0;

    /// <summary>
    /// True if the loss is significantly larger than a tolerated loss. Equal rankings have a real loss in at most 1 of
    /// 100 comparisons.
    /// </summary>
    /// <param name="cases">The number of compared cases; without cases there is no real loss.</param>
    /// <param name="tolerated">The tolerated loss, >= 0.</param>
    /// <remarks>
    /// The bound includes one more case with the largest difference. Without it, a few equal cases would look certain.
    /// </remarks>
    public bool IsRealLoss(int cases, double tolerated = 0) =>
        -Mean - tolerated > LossErrors * Math.Sqrt((Error * Error) + (1.0 / cases / cases));

    /// <summary>Compares two rankings case by case.</summary>
    /// <param name="users">The user of each case.</param>
    /// <param name="from">The metric of the first ranking on each case.</param>
    /// <param name="to">The metric of the second ranking on each case.</param>
    public static PairedGain Of(IReadOnlyList<int> users, double[] from, double[] to)
    {
        Dictionary<int, double> sums = [];
        double sum = 0;
        for (int i = 0; i < from.Length; i++)
        {
            sums[users[i]] = sums.GetValueOrDefault(users[i]) + to[i] - from[i];
            sum += to[i] - from[i];
        }

        double mean = sum / Math.Max(1, from.Length);
        double share = sum / Math.Max(1, sums.Count);
        double squares = 0;
        foreach (int user in sums.Keys.Order())
        {
            squares += (sums[user] - share) * (sums[user] - share);
        }

        return new(mean, Math.Sqrt(squares) / Math.Max(1, from.Length));
    }
}
