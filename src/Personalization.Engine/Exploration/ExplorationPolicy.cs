namespace Personalization.Engine.Exploration;

/// <summary>The policy by which the item of an exploring position is drawn.</summary>
public enum ExplorationPolicy
{
    /// <summary>Always the item with the best predicted reward.</summary>
    Greedy,

    /// <summary>The best item, except for a small share of uniform draws.</summary>
    Epsilon,

    /// <summary>
    /// Inverse gap weighting: the larger the gap of a candidate to the best predicted reward, the smaller its
    /// probability.
    /// </summary>
    SquareCb,

    /// <summary>Thompson sampling: each candidate is drawn with its posterior probability of being the best.</summary>
    Thompson,
}
