using System.Collections.Immutable;

namespace Personalization.Abstractions.Experiments;

/// <summary>The exploration of a list: which positions explore, and how their items are drawn.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.ExplorationSettings")]
public sealed record ExplorationSettings
{
    /// <summary>The policy by which items are drawn.</summary>
    [Id(0)]
    public ExplorationPolicy Policy { get; init; } = ExplorationPolicy.Greedy;

    /// <summary>The exploring positions, from 0. All other positions stay as ranked.</summary>
    [Id(1)]
    public ImmutableArray<int> Slots { get; init; } = [];

    /// <summary>The number of best candidates not yet on the list from which a position draws, 2 to 1,000.</summary>
    [Id(2)]
    public int Pool { get; init; } = 20;

    /// <summary>
    /// The share of uniform draws, 0 to 1: for <see cref="ExplorationPolicy.Epsilon"/>, and as a floor for
    /// <see cref="ExplorationPolicy.Thompson"/>.
    /// </summary>
    [Id(3)]
    public double Epsilon { get; init; } = 0.05;

    /// <summary>
    /// How strongly <see cref="ExplorationPolicy.SquareCb"/> prefers the best candidates, above 0. A larger value
    /// explores less.
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
