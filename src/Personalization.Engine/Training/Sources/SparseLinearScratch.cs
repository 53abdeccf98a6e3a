using Personalization.Engine.Numerics;

namespace Personalization.Engine.Training.Sources;

/// <summary>
/// Trains the weights of one item after the other; see <see cref="SparseLinearTrainer"/>. One thread reuses its memory;
/// not thread-safe.
/// </summary>
internal sealed class SparseLinearScratch(Adjacency rows, Adjacency users)
{
    /// <summary>
    /// Items with more users than this are skipped: they reveal little about one item and cost most to count.
    /// </summary>
    private const int MostUsers = 2_000;

    private readonly int[] _together = new int[users.Rows];
    private readonly int[] _marks = new int[rows.Rows];
    private readonly List<int> _neighbours = [];
    private readonly float[] _matrix =
        new float[SparseLinearTrainer.MostNeighbours * SparseLinearTrainer.MostNeighbours];
    private int _mark;

    /// <summary>Gets the weights that other items add to an item.</summary>
    public (float[] Weights, int[] From) Solve(int item, LinearPenalty penalty)
    {
        int[] near = Nearest(item, out float[] together);
        int size = (near.Length + FactorKernels.Lanes - 1) & -FactorKernels.Lanes;
        Span<float> matrix = _matrix.AsSpan(0, size * size);
        Count(near, matrix, size, penalty);
        Span<float> weights = new float[size];
        together.CopyTo(weights);
        FactorKernels.Factorise(matrix, size);
        FactorKernels.Solve(matrix, weights);
        return (weights[..near.Length].ToArray(), near);
    }

    /// <summary>
    /// Gets the nearest items by cosine, most chosen first, and the number of users who chose both.
    /// </summary>
    private int[] Nearest(int item, out float[] together)
    {
        _neighbours.Clear();
        foreach (int user in users.Targets(item))
        {
            foreach (int other in rows.Targets(user))
            {
                if (other != item && users.Targets(other).Length <= MostUsers && _together[other]++ == 0)
                {
                    _neighbours.Add(other);
                }
            }
        }

        int[] near =
        [
            .. _neighbours.OrderByDescending(other => _together[other] / Math.Sqrt(users.Targets(other).Length))
                .ThenBy(other => other)
                .Take(SparseLinearTrainer.MostNeighbours)
                .OrderByDescending(other => users.Targets(other).Length).ThenBy(other => other),
        ];
        together = Array.ConvertAll(near, other => (float)_together[other]);
        _neighbours.ForEach(other => _together[other] = 0);
        return near;
    }

    /// <summary>Counts the users of each pair of items, and adds the regularization; only the upper triangle.</summary>
    private void Count(int[] near, Span<float> matrix, int size, LinearPenalty penalty)
    {
        matrix.Clear();
        for (int row = 0; row < size; row++)
        {
            int count = row < near.Length ? users.Targets(near[row]).Length : 0;
            matrix[(row * size) + row] = row < near.Length ? count + penalty.Of(count) : 1;
        }

        for (int row = 0; row < near.Length; row++)
        {
            _mark++;
            foreach (int user in users.Targets(near[row]))
            {
                _marks[user] = _mark;
            }

            for (int column = row + 1; column < near.Length; column++)
            {
                int both = 0;
                foreach (int user in users.Targets(near[column]))
                {
                    both += _marks[user] == _mark ? 1 : 0;
                }

                matrix[(row * size) + column] = both;
            }
        }
    }
}
