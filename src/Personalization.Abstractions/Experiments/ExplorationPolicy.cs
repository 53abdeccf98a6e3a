namespace Personalization.Abstractions.Experiments;

/// <summary>How an item for a marked slot is drawn.</summary>
[GenerateSerializer, Alias("Personalization.ExplorationPolicy")]
public enum ExplorationPolicy
{
    /// <summary>The best by the model, always.</summary>
    Greedy = 0,

    /// <summary>The best, except for a small share of draws that take any candidate alike.</summary>
    Epsilon = 1,

    /// <summary>By inverse gap: the further behind the best a candidate is predicted, the more rarely it is drawn.</summary>
    SquareCb = 2,

    /// <summary>By the probability that it is the best, as far as the model knows.</summary>
    Thompson = 3,
}
