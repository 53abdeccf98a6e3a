namespace Personalization.Engine.Numerics;

/// <summary>Sparse rows of weighted integers in compressed sparse row (CSR) form. Immutable.</summary>
internal sealed class Adjacency
{
    private readonly int[] _starts;
    private readonly int[] _targets;
    private readonly float[] _weights;

    /// <summary>Creates the rows. The instance takes ownership of the arrays.</summary>
    /// <param name="starts">The row offsets, rows + 1 values, ascending. The targets of row i start at starts[i] and
    /// end before starts[i + 1].</param>
    /// <param name="targets">The targets of all rows, row after row; from 0, below
    /// <paramref name="targetCount"/>.</param>
    /// <param name="weights">The weight of each target; as long as <paramref name="targets"/>.</param>
    /// <param name="targetCount">The number of distinct targets, at least 0.</param>
    /// <exception cref="InvalidDataException">The arrays are inconsistent.</exception>
    public Adjacency(int[] starts, int[] targets, float[] weights, int targetCount)
    {
        bool fits = starts.Length > 0
            && starts[0] == 0
            && starts[^1] == targets.Length
            && weights.Length == targets.Length;
        for (int row = 1; fits && row < starts.Length; row++)
        {
            fits = starts[row] >= starts[row - 1];
        }

        for (int i = 0; fits && i < targets.Length; i++)
        {
            fits = (uint)targets[i] < (uint)targetCount;
        }

        if (!fits)
        {
            throw new InvalidDataException(
                "The model is corrupt: the row offsets, targets and weights of sparse rows are inconsistent.");
        }

        _starts = starts;
        _targets = targets;
        _weights = weights;
    }

    /// <summary>The number of rows.</summary>
    public int Rows => _starts.Length - 1;

    /// <summary>The row offsets: <see cref="Rows"/> + 1 values.</summary>
    public ReadOnlySpan<int> Starts => _starts;

    /// <summary>The targets of all rows, row after row.</summary>
    public ReadOnlySpan<int> AllTargets => _targets;

    /// <summary>The weights of all rows, row after row.</summary>
    public ReadOnlySpan<float> AllWeights => _weights;

    /// <summary>The targets of a row; empty for an item added after the rows were built.</summary>
    public ReadOnlySpan<int> Targets(int row) =>
        (uint)row >= (uint)Rows ? [] : _targets.AsSpan(_starts[row], _starts[row + 1] - _starts[row]);

    /// <summary>The weights of a row, in the order of its targets.</summary>
    public ReadOnlySpan<float> Weights(int row) =>
        (uint)row >= (uint)Rows ? [] : _weights.AsSpan(_starts[row], _starts[row + 1] - _starts[row]);
}
