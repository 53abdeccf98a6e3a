namespace Personalization.Engine.Numerics;

/// <summary>Builds an <see cref="Adjacency"/> row by row. Pass the expected sizes to avoid reallocation.</summary>
/// <param name="rows">The expected number of rows, at least 0.</param>
/// <param name="entries">The expected number of entries in all rows, at least 0.</param>
internal sealed class AdjacencyBuilder(int rows = 0, int entries = 0)
{
    private int[] _starts = new int[rows + 1];
    private int[] _targets = new int[entries];
    private float[] _weights = new float[entries];
    private int _rows;
    private int _count;

    /// <summary>Adds an entry to the current row.</summary>
    public void Add(int target, float weight)
    {
        if (_count == _targets.Length)
        {
            Array.Resize(ref _targets, Grown(_count));
            Array.Resize(ref _weights, Grown(_count));
        }

        (_targets[_count], _weights[_count]) = (target, weight);
        _count++;
    }

    /// <summary>Ends the current row and starts the next.</summary>
    public void EndRow()
    {
        _rows++;
        if (_rows == _starts.Length)
        {
            Array.Resize(ref _starts, Grown(_rows));
        }

        _starts[_rows] = _count;
    }

    /// <summary>Builds the rows. Nothing can be added afterwards.</summary>
    public Adjacency Build(int targetCount)
    {
        Array.Resize(ref _starts, _rows + 1);
        Array.Resize(ref _targets, _count);
        Array.Resize(ref _weights, _count);
        return new(_starts, _targets, _weights, targetCount);
    }

    /// <summary>
    /// Transposes rows: for every target, the first <paramref name="limit"/> rows that contain the target, ascending,
    /// each once, with weight 1.
    /// </summary>
    /// <param name="lists">The rows to transpose.</param>
    /// <param name="targetCount">The number of targets.</param>
    /// <param name="limit">The most rows of a target.</param>
    /// <param name="skips">Returns true for a row and target to leave out; null for none.</param>
    public static Adjacency Invert(
        Adjacency lists, int targetCount, int limit, Func<int, int, bool>? skips = null)
    {
        int[] starts = new int[targetCount + 1];
        int[] last = new int[targetCount];
        Array.Fill(last, -1);
        for (int row = 0; row < lists.Rows; row++)
        {
            foreach (int target in lists.Targets(row))
            {
                if (last[target] != row && skips?.Invoke(row, target) != true)
                {
                    last[target] = row;
                    starts[target + 1] = Math.Min(limit, starts[target + 1] + 1);
                }
            }
        }

        for (int i = 0; i < targetCount; i++)
        {
            starts[i + 1] += starts[i];
        }

        int[] rows = new int[starts[^1]];
        int[] next = starts[..^1];
        for (int row = 0; row < lists.Rows; row++)
        {
            foreach (int target in lists.Targets(row))
            {
                if (next[target] < starts[target + 1]
                    && skips?.Invoke(row, target) != true
                    && (next[target] == starts[target] || rows[next[target] - 1] != row))
                {
                    rows[next[target]++] = row;
                }
            }
        }

        float[] weights = new float[rows.Length];
        Array.Fill(weights, 1);
        return new(starts, rows, weights, lists.Rows);
    }

    private static int Grown(int length) => (int)Math.Clamp(2L * length, 16, Array.MaxLength);
}
