using System.Collections.Immutable;

namespace Personalization.Engine.Experiments.Statistics;

/// <summary>
/// A histogram for quantiles: how many values fell into each bin. A bin spans at most 1/64 of its lower end, whatever the size of the value;
/// an empty bin is not kept. Counts are integers, so adding is exact in any order and can be undone. Immutable.
/// </summary>
public sealed record QuantileCounts
{
    private const int DroppedBits = 46;

    /// <summary>No values.</summary>
    public static readonly QuantileCounts Empty = new();

    /// <summary>The count of each bin that is not empty, by bin number.</summary>
    public ImmutableSortedDictionary<int, long> Bins { get; init; } = ImmutableSortedDictionary<int, long>.Empty;

    /// <summary>How many values there are.</summary>
    public long Count() => Bins.Values.Sum();

    /// <summary>The counts of one value.</summary>
    /// <param name="value">Zero or more, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or not a number.</exception>
    public static QuantileCounts Of(double value) => new() { Bins = Empty.Bins.Add(BinOf(value), 1) };

    /// <summary>Both taken together.</summary>
    public static QuantileCounts operator +(QuantileCounts left, QuantileCounts right) =>
        new() { Bins = ExactMaps.Combine(left.Bins, right.Bins, (a, b) => checked(a + b)) };

    /// <summary>With everything of the other side taken back.</summary>
    public static QuantileCounts operator -(QuantileCounts left, QuantileCounts right) =>
        new() { Bins = ExactMaps.Combine(left.Bins, right.Bins, (a, b) => checked(a - b)) };

    /// <summary>The number of the bin a value falls into: its exponent and the first six bits of its fraction.</summary>
    public static int BinOf(double value) => value >= 0 && double.IsFinite(value)
        ? (int)(BitConverter.DoubleToInt64Bits(value + 0.0) >> DroppedBits)
        : throw new ArgumentOutOfRangeException(nameof(value), value, "A value must be zero or more and finite.");

    /// <summary>The least value of a bin; the next bin's is where this one ends.</summary>
    public static double LowerEdge(int bin) => BitConverter.Int64BitsToDouble((long)bin << DroppedBits);

    /// <summary>The bin that holds the value of a rank, counted from the least, from 1; null when there are fewer values.</summary>
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
