using System.Collections.Immutable;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Models;

/// <summary>A model's items by popularity, in buckets of about the same share of all choices, and one for items it does not know. Immutable.</summary>
public sealed class PopularityBuckets
{
    /// <summary>How many buckets known items fall into.</summary>
    public const int Known = 20;

    /// <summary>How many buckets there are.</summary>
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
                // by where the middle of its own share lies, so that a very popular item does not push itself down
                double own = popular.Scores[item];
                _bucket[item] = (byte)Math.Min(Known - 1, (int)(Known * (before + (own / 2)) / all));
                before += own;
            }
        }
    }

    /// <summary>The bucket of an item, from 0, the most popular; <see cref="Known"/> for one the model does not know.</summary>
    public int Of(string item) => _items.TryGet(item, out int number) ? _bucket[number] : Known;

    /// <summary>The bucket of an item by its number.</summary>
    internal int Of(int item) => _bucket[item];

    /// <summary>Nothing counted.</summary>
    public static ImmutableArray<long> NoCounts { get; } = [.. new long[Count]];
}
