using System.Collections.Immutable;

namespace Personalization.Abstractions.Experiments;

/// <summary>The exploration of a placement: the explored slots and the policy that fills them. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.ExplorationSettings")]
public sealed record ExplorationSettings
{
    /// <summary>The policy that draws items.</summary>
    [Id(0)]
    public ExplorationPolicy Policy { get; init; } = ExplorationPolicy.Greedy;

    /// <summary>The explored positions, from 0. All other positions stay as ranked.</summary>
    [Id(1)]
    public ImmutableArray<int> Slots { get; init; } = [];

    /// <summary>The number of best items, not yet on the list, from which an item is drawn; 2 to 1,000.</summary>
    [Id(2)]
    public int Pool { get; init; } = 20;

    /// <summary>The share of uniform draws over all candidates, 0 to 1.</summary>
    /// <remarks>
    /// Used by <see cref="ExplorationPolicy.Epsilon"/>. With Thompson sampling it is the minimum propensity.
    /// </remarks>
    [Id(3)]
    public double Epsilon { get; init; } = 0.05;

    /// <summary>
    /// The preference of <see cref="ExplorationPolicy.SquareCb"/> for the best item, above 0. A greater value explores
    /// less.
    /// </summary>
    [Id(4)]
    public double Sharpness { get; init; } = 3000;

    /// <inheritdoc/>
    public bool Equals(ExplorationSettings? other) =>
        other is not null && Policy == other.Policy && Slots.SequenceEqual(other.Slots) && Pool == other.Pool
        && Epsilon == other.Epsilon && Sharpness == other.Sharpness;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Policy, Slots.Length, Pool, Epsilon, Sharpness);
}

/// <summary>The policy that draws an item for an explored slot.</summary>
[GenerateSerializer, Alias("Personalization.ExplorationPolicy")]
public enum ExplorationPolicy
{
    /// <summary>Always the item with the best predicted reward.</summary>
    Greedy = 0,

    /// <summary>The best item, except for a small share of uniform draws over all candidates.</summary>
    Epsilon = 1,

    /// <summary>
    /// Inverse gap weighting (SquareCB): the further a candidate's prediction is below the best, the more rarely it is
    /// drawn.
    /// </summary>
    SquareCb = 2,

    /// <summary>
    /// Thompson sampling: each candidate is drawn with the probability that it is the best under the model.
    /// </summary>
    Thompson = 3,
}
