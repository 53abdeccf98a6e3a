namespace Personalization.Engine.Datasets;

/// <summary>
/// Numbers users or items in an order that only depends on the events: by the time they were first met, then by their id. What a training draws by number, its
/// starting vectors and samples, is then the same however the log was written. Not thread-safe.
/// </summary>
/// <param name="ids">The ids with the numbers they were given as they came, from 0.</param>
internal sealed class ItemNumbering(Dictionary<string, int> ids)
{
    private readonly long[] _firstMs = Unmet(ids.Count);
    private string[] _met = [];

    /// <summary>Says that one was met.</summary>
    /// <param name="number">The number it was given as it came.</param>
    /// <param name="timeMs">When, Unix milliseconds.</param>
    public void Meet(int number, long timeMs) => _firstMs[number] = Math.Min(_firstMs[number], timeMs);

    /// <summary>The new numbers, by the ones given as they came; those never met have the last ones.</summary>
    public int[] Number()
    {
        string[] byNumber = new string[ids.Count];
        int[] order = new int[ids.Count];
        foreach ((string id, int number) in ids)
        {
            (byNumber[number], order[number]) = (id, number);
        }

        Array.Sort(order, (one, other) =>
            _firstMs[one] != _firstMs[other] ? _firstMs[one].CompareTo(_firstMs[other]) : string.CompareOrdinal(byNumber[one], byNumber[other]));
        int[] numbers = new int[order.Length];
        for (int at = 0; at < order.Length; at++)
        {
            numbers[order[at]] = at;
        }

        _met = [.. order.Where(number => _firstMs[number] != long.MaxValue).Select(number => byNumber[number])];
        return numbers;
    }

    /// <summary>The ids of those met, by their new numbers; empty before <see cref="Number"/>.</summary>
    public string[] Met() => _met;

    private static long[] Unmet(int count)
    {
        long[] times = new long[count];
        Array.Fill(times, long.MaxValue);
        return times;
    }
}
