namespace Personalization.Abstractions.Experiments;

/// <summary>The policy by which the item of an exploring position is drawn.</summary>
[GenerateSerializer, Alias("Personalization.ExplorationPolicy")]
public enum ExplorationPolicy
{
    /// <summary>Always the item with the best predicted reward.</summary>
    Greedy = 0,

    /// <summary>The best item, except for a small share of uniform draws.</summary>
    Epsilon = 1,

    /// <summary>
    /// Inverse gap weighting: the larger the gap of a candidate to the best predicted reward, the smaller its
    /// probability.
    /// </summary>
    SquareCb = 2,

    /// <summary>Thompson sampling: each candidate is drawn with its posterior probability of being the best.</summary>
    Thompson = 3,
}
