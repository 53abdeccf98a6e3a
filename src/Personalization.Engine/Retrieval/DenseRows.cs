using System.Numerics.Tensors;
using Personalization.Engine.Numerics;

namespace Personalization.Engine.Retrieval;

/// <summary>
/// The rows of a small item-to-item model as a full matrix. Sums of rows are equal, to the bit, to sums of the sparse
/// rows, because they have the same order and a missing weight adds 0. Immutable.
/// </summary>
internal sealed class DenseRows
{
    private const int MostItems = 1024;
    private const double LeastFilled = 0.2;

    private readonly float[] _weights;
    private readonly int _rows;

    private DenseRows(Adjacency sparse, int columns)
    {
        _rows = sparse.Rows;
        Columns = columns;
        _weights = new float[_rows * columns];
        for (int row = 0; row < _rows; row++)
        {
            ReadOnlySpan<int> targets = sparse.Targets(row);
            for (int i = 0; i < targets.Length; i++)
            {
                _weights[(row * columns) + targets[i]] = sparse.Weights(row)[i];
            }
        }
    }

    /// <summary>The number of columns: the items that the rows add to.</summary>
    public int Columns { get; }

    /// <summary>Creates the matrix; null if it is large or mostly empty, or a row has a target twice.</summary>
    public static DenseRows? TryCreate(Adjacency sparse)
    {
        ReadOnlySpan<int> targets = sparse.AllTargets;
        int columns = Math.Max(sparse.Rows, targets.IsEmpty ? 0 : TensorPrimitives.Max(targets) + 1);
        return columns > MostItems
            || targets.Length < LeastFilled * sparse.Rows * columns
            || targets.IsEmpty
            || HasRepeats(sparse)
            ? null
            : new DenseRows(sparse, columns);
    }

    /// <summary>Adds up the rows of the user's items.</summary>
    /// <param name="seeds">The user's items, newest first. Items beyond the rows are skipped.</param>
    /// <param name="strengths">The weight of each of the first items.</param>
    /// <param name="sums">Receives the sums, one per column.</param>
    public void Sum(ReadOnlySpan<Interaction> seeds, ReadOnlySpan<float> strengths, Span<float> sums)
    {
        sums.Clear();
        for (int position = 0; position < strengths.Length; position++)
        {
            int seed = seeds[position].Item;
            if (seed < _rows)
            {
                // a product and then a sum, as in the sparse rows: not fused
                TensorPrimitives.MultiplyAdd(
                    _weights.AsSpan(seed * Columns, Columns), strengths[position], sums, sums);
            }
        }
    }

    /// <summary>Returns the user's item that adds most to a column, the newest of equals; -1 if none adds.</summary>
    /// <inheritdoc cref="Sum"/>
    /// <param name="seeds">The user's items, newest first.</param>
    /// <param name="strengths">The weight of each of the first items.</param>
    /// <param name="column">The column.</param>
    public int EvidenceOf(ReadOnlySpan<Interaction> seeds, ReadOnlySpan<float> strengths, int column)
    {
        float largest = 0;
        int evidence = -1;
        for (int position = 0; position < strengths.Length; position++)
        {
            int seed = seeds[position].Item;
            float amount = seed < _rows ? strengths[position] * _weights[(seed * Columns) + column] : 0;
            if (amount > largest)
            {
                (largest, evidence) = (amount, seed);
            }
        }

        return evidence;
    }

    private static bool HasRepeats(Adjacency sparse)
    {
        HashSet<int> row = [];
        for (int i = 0; i < sparse.Rows; i++)
        {
            row.Clear();
            foreach (int target in sparse.Targets(i))
            {
                if (!row.Add(target))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
