namespace Personalization.Engine.Ranking;

/// <summary>
/// Statistics of every item at the end of the training log, as ranking features: <see cref="Count"/> numbers per item.
/// Immutable.
/// </summary>
internal sealed class ItemStatistics
{
    private readonly float[] _values;

    /// <summary>Creates the statistics. The instance takes ownership of the array.</summary>
    /// <param name="values">Row-major, items x <see cref="Count"/>.</param>
    /// <param name="items">The number of items.</param>
    /// <exception cref="InvalidDataException">The length of the array does not match the number of items.</exception>
    public ItemStatistics(float[] values, int items)
    {
        int expected = items * Count;
        _values = values.Length == expected
            ? values
            : throw new InvalidDataException(
                $"The model is corrupt: it has {values.Length} item statistics but must have {expected}.");
    }

    /// <summary>The names of the features, in order.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [
            "item.choices", "item.users", "item.strength", "item.refusals", "item.hoursSinceFirst",
            "item.hoursSinceLast", "item.lastDay", "item.lastWeek", "item.popularityRank"
        ];

    private static readonly float[] Unknown = new float[Names.Count];

    /// <summary>The indices of the features that measure popularity.</summary>
    public static ReadOnlySpan<int> PopularityColumns => [0, 1, 6, 7, 8];

    /// <summary>The number of features per item.</summary>
    public static int Count => Names.Count;

    /// <summary>All values, row-major, items x <see cref="Count"/>.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>The features of an item; all 0 for an item added after the training.</summary>
    public ReadOnlySpan<float> Of(int item) =>
        item * Count < _values.Length ? _values.AsSpan(item * Count, Count) : Unknown;
}
