namespace Personalization.Engine.Ranking;

/// <summary>What a log says of every item as of the log's end, as features: <see cref="Count"/> numbers an item. Immutable.</summary>
internal sealed class ItemStatistics
{
    private readonly float[] _values;

    /// <summary>Takes over the numbers.</summary>
    /// <exception cref="InvalidDataException">Their number is not that of the items.</exception>
    public ItemStatistics(float[] values, int items)
    {
        _values = values.Length == items * Count ? values : throw new InvalidDataException($"The model knows {values.Length} numbers of its items and should know {items * Count}.");
    }

    /// <summary>The features' names, in order.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["item.choices", "item.users", "item.strength", "item.refusals", "item.hoursSinceFirst", "item.hoursSinceLast", "item.lastDay", "item.lastWeek", "item.popularityRank"];

    private static readonly float[] Nothing = new float[Names.Count];

    /// <summary>Which of the numbers say how popular an item is.</summary>
    public static ReadOnlySpan<int> Fame => [0, 1, 6, 7, 8];

    /// <summary>How many numbers there are of an item.</summary>
    public static int Count => Names.Count;

    /// <summary>All numbers, item by item.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>The numbers of an item; those of one nobody met for an item that came after the log ended.</summary>
    public ReadOnlySpan<float> Of(int item) => item * Count < _values.Length ? _values.AsSpan(item * Count, Count) : Nothing;
}
