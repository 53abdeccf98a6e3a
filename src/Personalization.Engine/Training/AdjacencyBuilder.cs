using Personalization.Engine.Candidates;

namespace Personalization.Engine.Training;

/// <summary>Collects the lists of an <see cref="Adjacency"/> row by row.</summary>
internal sealed class AdjacencyBuilder
{
    private readonly List<int> _starts = [0];
    private readonly List<int> _targets = [];
    private readonly List<float> _weights = [];

    /// <summary>Adds to the row begun last.</summary>
    public void Add(int target, float weight)
    {
        _targets.Add(target);
        _weights.Add(weight);
    }

    /// <summary>Ends the row.</summary>
    public void EndRow() => _starts.Add(_targets.Count);

    /// <summary>All the lists.</summary>
    public Adjacency Build(int targetCount) => new([.. _starts], [.. _targets], [.. _weights], targetCount);

    /// <summary>The lists turned round: for every target the rows it is in, each once, in ascending order, at most <paramref name="limit"/> of them, weight 1.</summary>
    public static Adjacency Invert(Adjacency lists, int targetCount, int limit)
    {
        int[] starts = new int[targetCount + 1];
        int[] last = new int[targetCount];
        Array.Fill(last, -1);
        for (int row = 0; row < lists.Rows; row++)
        {
            foreach (int target in lists.Targets(row))
            {
                if (last[target] != row)
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
                if (next[target] < starts[target + 1] && (next[target] == starts[target] || rows[next[target] - 1] != row))
                {
                    rows[next[target]++] = row;
                }
            }
        }

        float[] ones = new float[rows.Length];
        Array.Fill(ones, 1);
        return new(starts, rows, ones, lists.Rows);
    }
}
