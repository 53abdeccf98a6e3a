using System.Collections.Immutable;

namespace Personalization.Abstractions.Experiments;

/// <summary>How a placement explores: the marked slots of a list, and how their items are drawn. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.ExplorationSettings")]
public sealed record ExplorationSettings
{
    /// <summary>How items are drawn.</summary>
    [Id(0)]
    public ExplorationPolicy Policy { get; init; } = ExplorationPolicy.Greedy;

    /// <summary>The positions that explore, from 0: the placement's budget. All other positions stay as ranked.</summary>
    [Id(1)]
    public ImmutableArray<int> Slots { get; init; } = [];

    /// <summary>How many of the best items not yet on the list a marked slot draws from, 2 to 1,000.</summary>
    [Id(2)]
    public int Pool { get; init; } = 20;

    /// <summary>The share of draws that takes any candidate alike, 0 to 1.</summary>
    /// <remarks>
    /// Used by <see cref="ExplorationPolicy.Epsilon"/>; for Thompson sampling it is the least propensity.
    /// </remarks>
    [Id(3)]
    public double Epsilon { get; init; } = 0.05;

    /// <summary>
    /// How sharply <see cref="ExplorationPolicy.SquareCb"/> keeps to the best; above 0. A greater value explores less.
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
