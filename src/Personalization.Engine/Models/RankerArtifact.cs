using System.Runtime.InteropServices;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Models;

/// <summary>Turns what was learnt for ranking into its file of the artifact and back.</summary>
internal static class RankerArtifact
{
    /// <summary>Writes the trees and what is known of the items.</summary>
    public static ReadOnlyMemory<byte> Write(TrainedRanker ranker) => Write(new(), ranker.Trees).Write(ranker.Items.Values).ToMemory();

    /// <summary>Writes the trees.</summary>
    public static ArtifactWriter Write(ArtifactWriter writer, TreeEnsemble trees)
    {
        ReadOnlySpan<TreeNode> nodes = trees.Nodes;
        int[] features = new int[nodes.Length];
        int[] lefts = new int[nodes.Length];
        int[] thresholds = new int[nodes.Length];
        for (int i = 0; i < nodes.Length; i++)
        {
            (features[i], lefts[i], thresholds[i]) = (nodes[i].Feature, nodes[i].Left, BitConverter.SingleToInt32Bits(nodes[i].Threshold));
        }

        return writer.Write(trees.Features).Write(trees.Roots).Write(features).Write(lefts).Write(thresholds).Write(MemoryMarshal.Cast<double, int>(trees.Outputs));
    }

    /// <summary>Reads both.</summary>
    /// <param name="reader">The file.</param>
    /// <param name="parts">The model's sources.</param>
    /// <param name="names">The features the trees were learnt on.</param>
    /// <exception cref="InvalidDataException">The file does not fit together or not to the sources.</exception>
    public static TrainedRanker Read(ArtifactReader reader, ModelParts parts, IReadOnlyList<string> names)
    {
        TreeEnsemble trees = ReadTrees(reader);
        ItemStatistics items = new(reader.ReadFloats(), parts.ItemCount);
        reader.End();
        return RankingFeatures.NamesOf(parts.Sources).SequenceEqual(names, StringComparer.Ordinal)
            ? new(trees, items)
            : throw new InvalidDataException("The model's trees were learnt on other features than its sources make.");
    }

    /// <summary>Reads the trees.</summary>
    /// <exception cref="InvalidDataException">They do not fit together.</exception>
    public static TreeEnsemble ReadTrees(ArtifactReader reader)
    {
        int count = reader.ReadInt32();
        int[] roots = reader.ReadInt32s();
        int[] features = reader.ReadInt32s();
        int[] lefts = reader.ReadInt32s();
        int[] thresholds = reader.ReadInt32s();
        int[] outputs = reader.ReadInt32s();
        if (lefts.Length != features.Length || thresholds.Length != features.Length || outputs.Length != 2 * features.Length)
        {
            throw new InvalidDataException("The trees of the model do not fit together.");
        }

        TreeNode[] nodes = new TreeNode[features.Length];
        for (int i = 0; i < nodes.Length; i++)
        {
            nodes[i] = new(BitConverter.Int32BitsToSingle(thresholds[i]), features[i], lefts[i]);
        }

        return new(nodes, MemoryMarshal.Cast<int, double>(outputs).ToArray(), roots, count);
    }
}
