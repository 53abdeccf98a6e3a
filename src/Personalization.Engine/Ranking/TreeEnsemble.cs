using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Personalization.Engine.Ranking;

/// <summary>Boosted regression trees in flat arrays. Immutable.</summary>
/// <remarks>
/// Each row walks a tree for as many steps as the tree is deep, without branches: a leaf points to itself. Four rows
/// walk at a time, so that one computes while another waits for memory. Sums are in double precision in the order of
/// the trees. The scores are equal, to the bit, to those of the library that trained the trees.
/// </remarks>
internal sealed class TreeEnsemble
{
    private const int Lanes = 4;

    private readonly TreeNode[] _nodes;
    private readonly double[] _outputs;
    private readonly int[] _roots;
    private readonly int[] _depths;

    /// <summary>Creates the ensemble. The instance takes ownership of the arrays.</summary>
    /// <param name="nodes">The nodes of all trees; children come after their parent.</param>
    /// <param name="outputs">The output of each node, one per node. Only the outputs of leaves matter.</param>
    /// <param name="roots">The index of the root of each tree, ascending.</param>
    /// <param name="features">The number of features of a row, at least 1.</param>
    /// <exception cref="InvalidDataException">The arrays are inconsistent.</exception>
    public TreeEnsemble(TreeNode[] nodes, double[] outputs, int[] roots, int features)
    {
        _nodes = nodes;
        _outputs = outputs;
        _roots = roots;
        Features = features;
        _depths = new int[roots.Length];
        bool fits = outputs.Length == nodes.Length && features > 0 && Array.TrueForAll(outputs, double.IsFinite);
        for (int tree = 0; fits && tree < roots.Length; tree++)
        {
            fits = roots[tree] == (tree == 0 ? 0 : End(tree - 1)) && roots[tree] < End(tree);
            _depths[tree] = fits ? Depth(tree, ref fits) : 0;
        }

        if (!fits || (roots.Length == 0 && nodes.Length > 0))
        {
            throw new InvalidDataException("The model is corrupt: the arrays of its trees are inconsistent.");
        }
    }

    /// <summary>The number of features of a row.</summary>
    public int Features { get; }

    /// <summary>The number of trees.</summary>
    public int Trees => _roots.Length;

    /// <summary>The nodes of all trees.</summary>
    public ReadOnlySpan<TreeNode> Nodes => _nodes;

    /// <summary>The output of each node.</summary>
    public ReadOnlySpan<double> Outputs => _outputs;

    /// <summary>The index of the root of each tree.</summary>
    public ReadOnlySpan<int> Roots => _roots;

    /// <summary>Scores rows.</summary>
    /// <param name="rows">Row-major, rows x <see cref="Features"/>; finite numbers.</param>
    /// <param name="scores">Receives the score of each row: the sum over all trees.</param>
    public void Score(ReadOnlySpan<float> rows, Span<double> scores)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(rows.Length, scores.Length * Features, nameof(rows));
        scores.Clear();
        int whole = scores.Length / Lanes * Lanes;
        for (int tree = 0; tree < _roots.Length; tree++)
        {
            for (int row = 0; row < whole; row += Lanes)
            {
                WalkFour(tree, rows.Slice(row * Features, Lanes * Features), scores.Slice(row, Lanes));
            }

            for (int row = whole; row < scores.Length; row++)
            {
                scores[row] += _outputs[Walk(tree, rows.Slice(row * Features, Features))];
            }
        }
    }

    private int Walk(int tree, ReadOnlySpan<float> row)
    {
        int at = _roots[tree];
        for (int step = 0; step < _depths[tree]; step++)
        {
            ref readonly TreeNode node = ref _nodes[at];
            at = node.Left + (row[node.Feature] > node.Threshold ? 1 : 0);
        }

        return at;
    }

    // No bounds checks: the constructor has validated every child index and feature index.
    private void WalkFour(int tree, ReadOnlySpan<float> rows, Span<double> scores)
    {
        ref TreeNode nodes = ref MemoryMarshal.GetArrayDataReference(_nodes);
        ref float first = ref MemoryMarshal.GetReference(rows);
        ref float second = ref Unsafe.Add(ref first, Features);
        ref float third = ref Unsafe.Add(ref second, Features);
        ref float fourth = ref Unsafe.Add(ref third, Features);
        int a = _roots[tree];
        int b = a;
        int c = a;
        int d = a;
        for (int step = _depths[tree]; step > 0; step--)
        {
            a = Next(ref Unsafe.Add(ref nodes, a), ref first);
            b = Next(ref Unsafe.Add(ref nodes, b), ref second);
            c = Next(ref Unsafe.Add(ref nodes, c), ref third);
            d = Next(ref Unsafe.Add(ref nodes, d), ref fourth);
        }

        scores[0] += _outputs[a];
        scores[1] += _outputs[b];
        scores[2] += _outputs[c];
        scores[3] += _outputs[d];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Next(ref TreeNode node, ref float row) =>
        node.Left + (Unsafe.Add(ref row, node.Feature) > node.Threshold ? 1 : 0);

    private int End(int tree) => tree + 1 < _roots.Length ? _roots[tree + 1] : _nodes.Length;

    private int Depth(int tree, ref bool fits)
    {
        int deepest = 0;
        int[] depths = new int[Math.Max(1, End(tree) - _roots[tree])];
        for (int at = _roots[tree]; fits && at < End(tree); at++)
        {
            TreeNode node = _nodes[at];
            bool leaf = node.Left == at && float.IsPositiveInfinity(node.Threshold);
            fits = (uint)node.Feature < (uint)Features
                && (leaf || (float.IsFinite(node.Threshold) && node.Left > at && node.Left + 1 < End(tree)));
            if (fits && !leaf)
            {
                int below = depths[at - _roots[tree]] + 1;
                depths[node.Left - _roots[tree]] = below;
                depths[node.Left + 1 - _roots[tree]] = below;
                deepest = Math.Max(deepest, below);
            }
        }

        return deepest;
    }
}
