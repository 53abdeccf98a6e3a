namespace Personalization.Engine.Exploration;

/// <summary>What a reward model keeps of one item.</summary>
internal sealed class ItemHistory(int features)
{
    /// <summary>How many rewards were seen.</summary>
    public double Count { get; set; }

    /// <summary>Their sum.</summary>
    public double Rewards { get; set; }

    /// <summary>The sum of the features they were seen with.</summary>
    public double[] Features { get; } = new double[features];
}
