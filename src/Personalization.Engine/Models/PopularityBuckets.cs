using System.Collections.Immutable;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Models;

/// <summary>
/// The items of a model in buckets of popularity. All buckets have about the same share of all choices; one more bucket
/// is for unknown items. Immutable.
/// </summary>
public sealed class PopularityBuckets
{
    /// <summary>The number of buckets of known items.</summary>
    public const int Known = 20;

    /// <summary>The number of buckets.</summary>
    public const int Count = Known + 1;

    private readonly ItemIndex _items;
    private readonly byte[] _bucket;

    internal PopularityBuckets(ItemIndex items, PopularSource popular)
    {
        _items = items;
        _bucket = new byte[items.Count];
        Array.Fill(_bucket, (byte)Known);
        double all = 0;
        foreach (float score in popular.Scores)
        {
            all += Math.Max(0, score);
        }

        double before = 0;
        foreach (int item in popular.Order)
        {
            if (popular.Scores[item] > 0)
            {
                // by the middle of its share, so that a very popular item does not move itself to a lower bucket
                double own = popular.Scores[item];
                _bucket[item] = (byte)Math.Min(Known - 1, (int)(Known * (before + (own / 2)) / all));
                before += own;
            }
        }
    }

    /// <summary>The bucket of an item: 0 for the most popular items, <see cref="Known"/> for an unknown item.</summary>
    public int Of(string item) => _items.TryGet(item, out int number) ? _bucket[number] : Known;

    /// <summary>The bucket of an item number.</summary>
    internal int Of(int item) => _bucket[item];

    /// <summary>One count of 0 per bucket.</summary>
    public static ImmutableArray<long> NoCounts { get; } = [.. new long[Count]];
}
