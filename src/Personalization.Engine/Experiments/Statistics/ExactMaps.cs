using System.Collections.Immutable;

namespace Personalization.Engine.Experiments.Statistics;

/// <summary>Adds and subtracts maps entry by entry.</summary>
/// <remarks>Entries whose result is zero are removed, so that equal contents are equal maps.</remarks>
internal static class ExactMaps
{
    /// <summary>Combines two maps; a missing entry counts as <paramref name="none"/>.</summary>
    public static ImmutableSortedDictionary<TKey, TValue> Combine<TKey, TValue>(
        ImmutableSortedDictionary<TKey, TValue> left,
        ImmutableSortedDictionary<TKey, TValue> right,
        Func<TValue, TValue, TValue> combine,
        TValue none)
        where TKey : notnull
        where TValue : notnull
    {
        ImmutableSortedDictionary<TKey, TValue>.Builder combined = left.ToBuilder();
        foreach ((TKey key, TValue value) in right)
        {
            TValue both = combine(combined.GetValueOrDefault(key, none), value);
            if (both.Equals(none))
            {
                _ = combined.Remove(key);
            }
            else
            {
                combined[key] = both;
            }
        }

        return combined.ToImmutable();
    }

    /// <summary>Combines two maps of values for which the default counts as a missing entry.</summary>
    public static ImmutableSortedDictionary<TKey, TValue> Combine<TKey, TValue>(
        ImmutableSortedDictionary<TKey, TValue> left,
        ImmutableSortedDictionary<TKey, TValue> right,
        Func<TValue, TValue, TValue> combine)
        where TKey : notnull
        where TValue : struct => Combine(left, right, combine, default);
}
