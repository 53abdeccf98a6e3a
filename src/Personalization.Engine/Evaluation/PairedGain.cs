namespace Personalization.Engine.Evaluation;

/// <summary>What one ranking gains over another on the same cases.</summary>
/// <param name="Mean">The mean of the differences.</param>
/// <param name="Error">Its standard error, the cases of one user taken together.</param>
internal readonly record struct PairedGain(double Mean, double Error)
{
    /// <summary>A gain must be so many times its own error before it is believed.</summary>
    public const double Errors = 2;

    /// <summary>Whether it is above nothing by more than chance.</summary>
    public bool IsReal => Mean > 0 && Mean >= Errors * Error;

    /// <summary>Whether it is below nothing by less than its own error: the cases cannot tell the two apart, or the other is better.</summary>
    public bool IsNoLoss => Mean > -Error || Mean >= 0;

    /// <summary>Compares case by case.</summary>
    /// <param name="users">The user of each case.</param>
    /// <param name="from">What the one reaches on each case.</param>
    /// <param name="to">What the other reaches on it.</param>
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
