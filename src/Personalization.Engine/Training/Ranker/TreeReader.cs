using Microsoft.ML.Trainers.FastTree;
using Personalization.Engine.Ranking;

namespace Personalization.Engine.Training.Ranker;

/// <summary>Reads the trees out of ML.NET's model into the engine's own arrays, so that serving needs neither the library nor its native code.</summary>
internal static class TreeReader
{
    /// <summary>Reads all trees.</summary>
    /// <exception cref="NotSupportedException">The model splits on categories, which <see cref="TreeEnsemble"/> does not know.</exception>
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
                throw new NotSupportedException("A tree splits on categories.");
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

    // breadth first, so that the two children of a node stand side by side; a child below 0 is the complement of a leaf's number
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
            nodes[next.At] = new(tree.NumericalSplitThresholds[next.Source], tree.NumericalSplitFeatureIndexes[next.Source], nodes.Count);
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
