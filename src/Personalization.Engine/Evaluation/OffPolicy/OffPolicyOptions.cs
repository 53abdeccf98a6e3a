namespace Personalization.Engine.Evaluation.OffPolicy;

/// <summary>How a policy is judged by another's log.</summary>
public sealed record OffPolicyOptions
{
    /// <summary>The greatest weight of a draw; greater ones count as this. It trades a bias downwards for a smaller spread.</summary>
    public double Clip { get; init; } = 100;

    /// <summary>How strongly the reward model's weights are drawn to nought, in draws.</summary>
    public double Ridge { get; init; } = 10;

    /// <summary>How many parts the log has for cross-fitting: a draw's reward is predicted by a model that has not seen its part.</summary>
    public int Folds { get; init; } = 2;

    /// <summary>How many bootstrap resamples.</summary>
    public int Resamples { get; init; } = 500;

    /// <summary>The probability that an interval misses.</summary>
    public double Level { get; init; } = 0.05;

    /// <summary>What resampling is seeded with.</summary>
    public int Seed { get; init; } = 1;
}
