using System.Collections.Immutable;

namespace Personalization.Engine.Exploration;

/// <summary>How a placement explores: which slots of a list are marked, and how their items are drawn.</summary>
public sealed record ExplorationSettings
{
    /// <summary>How items are drawn.</summary>
    public ExplorationPolicy Policy { get; init; } = ExplorationPolicy.Greedy;

    /// <summary>The positions that explore, from 0: the placement's budget. All other positions stay as ranked.</summary>
    public ImmutableArray<int> Slots { get; init; } = [];

    /// <summary>How many of the best items not yet on the list a marked slot draws from, 2 to 1,000.</summary>
    public int Pool { get; init; } = 20;

    /// <summary>The share of draws that takes any candidate alike, 0 to 1: of <see cref="ExplorationPolicy.Epsilon"/>, and the floor under Thompson's propensities.</summary>
    public double Epsilon { get; init; } = 0.05;

    /// <summary>How sharply <see cref="ExplorationPolicy.SquareCb"/> keeps to the best; above 0, the greater the less it explores.</summary>
    public double Sharpness { get; init; } = 3000;

    /// <inheritdoc/>
    public bool Equals(ExplorationSettings? other) =>
        other is not null && Policy == other.Policy && Slots.SequenceEqual(other.Slots) && Pool == other.Pool
        && Epsilon == other.Epsilon && Sharpness == other.Sharpness;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Policy, Slots.Length, Pool, Epsilon, Sharpness);
}
