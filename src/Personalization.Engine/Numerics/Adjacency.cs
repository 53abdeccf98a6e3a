namespace Personalization.Engine.Numerics;

/// <summary>Lists of weighted numbers, one list per row, in two flat arrays. Immutable.</summary>
internal sealed class Adjacency
{
    private readonly int[] _starts;
    private readonly int[] _targets;
    private readonly float[] _weights;

    /// <summary>Takes over the arrays.</summary>
    /// <param name="starts">Where each row begins, and after the last row the end.</param>
    /// <param name="targets">The numbers of all rows.</param>
    /// <param name="weights">Their weights.</param>
    /// <param name="targetCount">Every target is from 0 to below this.</param>
    /// <exception cref="InvalidDataException">The arrays do not fit together.</exception>
    public Adjacency(int[] starts, int[] targets, float[] weights, int targetCount)
    {
        bool fits = starts.Length > 0 && starts[0] == 0 && starts[^1] == targets.Length && weights.Length == targets.Length;
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
            throw new InvalidDataException("The lists of the model do not fit together.");
        }

        (_starts, _targets, _weights) = (starts, targets, weights);
    }

    /// <summary>How many rows there are.</summary>
    public int Rows => _starts.Length - 1;

    /// <summary>Where each row begins, and the end.</summary>
    public ReadOnlySpan<int> Starts => _starts;

    /// <summary>The targets of all rows.</summary>
    public ReadOnlySpan<int> AllTargets => _targets;

    /// <summary>The weights of all rows.</summary>
    public ReadOnlySpan<float> AllWeights => _weights;

    /// <summary>The targets of a row; none for an item that came after the lists were made.</summary>
    public ReadOnlySpan<int> Targets(int row) => (uint)row >= (uint)Rows ? [] : _targets.AsSpan(_starts[row], _starts[row + 1] - _starts[row]);

    /// <summary>The weights of a row, as many as its targets.</summary>
    public ReadOnlySpan<float> Weights(int row) => (uint)row >= (uint)Rows ? [] : _weights.AsSpan(_starts[row], _starts[row + 1] - _starts[row]);
}
