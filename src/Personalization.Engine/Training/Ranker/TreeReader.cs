using Microsoft.ML.Trainers.FastTree;
using Personalization.Engine.Ranking;

namespace Personalization.Engine.Training.Ranker;

/// <summary>
/// Reads the trees of an ML.NET model into the engine's arrays. Serving then needs no native library.
/// </summary>
internal static class TreeReader
{
    /// <summary>Reads all trees.</summary>
    /// <exception cref="NotSupportedException">
    /// A tree has a categorical split, which <see cref="TreeEnsemble"/> does not support.
    /// </exception>
    public static TreeEnsemble Read(RegressionTreeEnsemble trees, int features)
    {
        List<TreeNode> nodes = [];
        List<double> outputs = [];
        List<int> roots = [];
        for (int number = 0; number < trees.Trees.Count; number++)
        {
            RegressionTree tree = trees.Trees[number];
            if (tree.CategoricalSplitFlags.Contains(true))
            {
                throw new NotSupportedException("A tree has a categorical split. Only numerical splits are supported.");
            }

            roots.Add(nodes.Count);
            Read(tree, trees.TreeWeights[number], nodes, outputs);
        }

        if (trees.Bias != 0)
        {
            roots.Add(nodes.Count);
            AddLeaf(trees.Bias, nodes, outputs);
        }

        return new([.. nodes], [.. outputs], [.. roots], features);
    }

    // breadth first, so that the two children of a node are adjacent; a negative child is the complement of a leaf
    // number
    private static void Read(RegressionTree tree, double weight, List<TreeNode> nodes, List<double> outputs)
    {
        Queue<(int At, int Source)> open = [];
        int root = nodes.Count;
        AddLeaf(tree.NumberOfNodes == 0 ? weight * tree.LeafValues[0] : 0, nodes, outputs);
        if (tree.NumberOfNodes > 0)
        {
            open.Enqueue((root, 0));
        }

        while (open.TryDequeue(out (int At, int Source) next))
        {
            nodes[next.At] = new(
                tree.NumericalSplitThresholds[next.Source],
                tree.NumericalSplitFeatureIndexes[next.Source],
                nodes.Count);
            foreach (int child in (ReadOnlySpan<int>)[tree.LeftChild[next.Source], tree.RightChild[next.Source]])
            {
                if (child >= 0)
                {
                    open.Enqueue((nodes.Count, child));
                }

                AddLeaf(child < 0 ? weight * tree.LeafValues[~child] : 0, nodes, outputs);
            }
        }
    }

    private static void AddLeaf(double output, List<TreeNode> nodes, List<double> outputs)
    {
        nodes.Add(new(float.PositiveInfinity, 0, nodes.Count));
        outputs.Add(output);
    }
}
