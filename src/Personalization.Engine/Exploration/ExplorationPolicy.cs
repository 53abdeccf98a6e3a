namespace Personalization.Engine.Exploration;

/// <summary>How an item for a marked slot is drawn.</summary>
public enum ExplorationPolicy
{
    /// <summary>The best by the model, always.</summary>
    Greedy,

    /// <summary>The best, except for a small share of draws that take any candidate alike.</summary>
    Epsilon,

    /// <summary>By inverse gap: the further behind the best a candidate is predicted, the more rarely it is drawn.</summary>
    SquareCb,

    /// <summary>By the probability that it is the best, as far as the model knows.</summary>
    Thompson,
}
