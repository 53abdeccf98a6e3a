using System.Collections.Immutable;

namespace Personalization.Engine.Experiments.Statistics;

/// <summary>A histogram for quantiles. Immutable.</summary>
/// <remarks>
/// A bin spans at most 1/64 of its lower edge at any magnitude; empty bins are not stored. Counts are integers, so
/// additions are exact in any order and reversible.
/// </remarks>
public sealed record QuantileCounts
{
    private const int DroppedBits = 46;

    /// <summary>A histogram without values.</summary>
    public static readonly QuantileCounts Empty = new();

    /// <summary>The count of each non-empty bin, by bin number.</summary>
    public ImmutableSortedDictionary<int, long> Bins { get; init; } = ImmutableSortedDictionary<int, long>.Empty;

    /// <summary>Gets the number of values.</summary>
    public long Count() => Bins.Values.Sum();

    /// <summary>Creates the histogram of one value.</summary>
    /// <param name="value">The value, 0 or more and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or not a number.</exception>
    public static QuantileCounts Of(double value) => new() { Bins = Empty.Bins.Add(BinOf(value), 1) };

    /// <summary>Adds two histograms.</summary>
    public static QuantileCounts operator +(QuantileCounts left, QuantileCounts right) =>
        new() { Bins = ExactMaps.Combine(left.Bins, right.Bins, (a, b) => checked(a + b)) };

    /// <summary>Subtracts a histogram that was added before.</summary>
    public static QuantileCounts operator -(QuantileCounts left, QuantileCounts right) =>
        new() { Bins = ExactMaps.Combine(left.Bins, right.Bins, (a, b) => checked(a - b)) };

    /// <summary>
    /// Gets the number of a value's bin: the value's exponent and the first six bits of its fraction.
    /// </summary>
    public static int BinOf(double value) => value >= 0 && double.IsFinite(value)
        ? (int)(BitConverter.DoubleToInt64Bits(value + 0.0) >> DroppedBits)
        : throw new ArgumentOutOfRangeException(nameof(value), value, "A value must be 0 or more and finite.");

    /// <summary>Gets the least value of a bin, which is the upper edge of the previous bin.</summary>
    public static double LowerEdge(int bin) => BitConverter.Int64BitsToDouble((long)bin << DroppedBits);

    /// <summary>
    /// Gets the bin of the value with a rank, counted from the least value, from 1; null when there are fewer values.
    /// </summary>
    public int? BinOfRank(long rank)
    {
        long below = 0;
        foreach ((int bin, long count) in Bins)
        {
            below += count;
            if (below >= rank)
            {
                return bin;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public bool Equals(QuantileCounts? other) => other is not null && Bins.SequenceEqual(other.Bins);

    /// <inheritdoc/>
    public override int GetHashCode() => Bins.Aggregate(0, (hash, bin) => HashCode.Combine(hash, bin.Key, bin.Value));
}
