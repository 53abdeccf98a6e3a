namespace Personalization.Engine.Evaluation.OffPolicy;

/// <summary>The options of off-policy evaluation.</summary>
public sealed record OffPolicyOptions
{
    /// <summary>The largest weight of a draw. Clipping trades a downward bias for a smaller variance.</summary>
    public double Clip { get; init; } = 100;

    /// <summary>The strength of the reward model's ridge penalty, in draws.</summary>
    public double Ridge { get; init; } = 10;

    /// <summary>The number of folds for cross-fitting. The reward of a draw is predicted without its fold.</summary>
    public int Folds { get; init; } = 2;

    /// <summary>The number of bootstrap resamples.</summary>
    public int Resamples { get; init; } = 500;

    /// <summary>The probability that an interval misses.</summary>
    public double Level { get; init; } = 0.05;

    /// <summary>The seed of the resampling.</summary>
    public int Seed { get; init; } = 1;
}
