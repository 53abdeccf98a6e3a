namespace Personalization.Engine.Exploration;

/// <summary>The sufficient statistics of one item in a reward model.</summary>
internal sealed class ItemHistory(int features)
{
    /// <summary>The number of rewards.</summary>
    public double Count { get; set; }

    /// <summary>The sum of the rewards.</summary>
    public double Rewards { get; set; }

    /// <summary>The sum of the feature vectors of the rewards.</summary>
    public double[] Features { get; } = new double[features];
}
