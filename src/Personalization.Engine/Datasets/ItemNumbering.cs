namespace Personalization.Engine.Datasets;

/// <summary>
/// Numbers users or items by the time of their first event, then by id. Not thread-safe.
/// </summary>
/// <remarks>
/// The numbers depend only on the events and not on the order of the log. So the random start vectors and samples of a
/// training, which are drawn by number, are the same for every order.
/// </remarks>
/// <param name="ids">The ids with their provisional numbers, from 0, in the order of the log.</param>
internal sealed class ItemNumbering(Dictionary<string, int> ids)
{
    private readonly long[] _firstMs = NotObserved(ids.Count);
    private string[] _observed = [];

    /// <summary>Records an event of a user or an item.</summary>
    /// <param name="number">The provisional number.</param>
    /// <param name="timeMs">The time of the event, Unix milliseconds.</param>
    public void Observe(int number, long timeMs) => _firstMs[number] = Math.Min(_firstMs[number], timeMs);

    /// <summary>
    /// Returns the final number of each provisional number. Ids without events have the last numbers.
    /// </summary>
    public int[] Number()
    {
        string[] byNumber = new string[ids.Count];
        int[] order = new int[ids.Count];
        foreach ((string id, int number) in ids)
        {
            (byNumber[number], order[number]) = (id, number);
        }

        Array.Sort(order, (one, other) => _firstMs[one] != _firstMs[other]
            ? _firstMs[one].CompareTo(_firstMs[other])
            : string.CompareOrdinal(byNumber[one], byNumber[other]));
        int[] numbers = new int[order.Length];
        for (int at = 0; at < order.Length; at++)
        {
            numbers[order[at]] = at;
        }

        _observed = [.. order.Where(number => _firstMs[number] != long.MaxValue).Select(number => byNumber[number])];
        return numbers;
    }

    /// <summary>Returns the ids with events, by final number; empty before <see cref="Number"/>.</summary>
    public string[] ObservedIds() => _observed;

    private static long[] NotObserved(int count)
    {
        long[] times = new long[count];
        Array.Fill(times, long.MaxValue);
        return times;
    }
}
