using System.Runtime.InteropServices;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Models;

/// <summary>Writes and reads the file of the learned ranker in a model artifact.</summary>
internal static class RankerArtifact
{
    /// <summary>Writes the trees and the item statistics.</summary>
    public static ReadOnlyMemory<byte> Write(TrainedRanker ranker) =>
        Write(new(), ranker.Trees).Write(ranker.Items.Values).ToMemory();

    /// <summary>Writes the trees.</summary>
    public static ArtifactWriter Write(ArtifactWriter writer, TreeEnsemble trees)
    {
        ReadOnlySpan<TreeNode> nodes = trees.Nodes;
        int[] features = new int[nodes.Length];
        int[] lefts = new int[nodes.Length];
        int[] thresholds = new int[nodes.Length];
        for (int i = 0; i < nodes.Length; i++)
        {
            features[i] = nodes[i].Feature;
            lefts[i] = nodes[i].Left;
            thresholds[i] = BitConverter.SingleToInt32Bits(nodes[i].Threshold);
        }

        return writer.Write(trees.Features)
            .Write(trees.Roots)
            .Write(features)
            .Write(lefts)
            .Write(thresholds)
            .Write(MemoryMarshal.Cast<double, int>(trees.Outputs));
    }

    /// <summary>Reads the trees and the item statistics.</summary>
    /// <param name="reader">The file.</param>
    /// <param name="parts">The sources of the model.</param>
    /// <param name="names">The names of the features of the trees, in order.</param>
    /// <exception cref="InvalidDataException">The file is inconsistent, or its features differ from the features of the
    /// sources.</exception>
    public static TrainedRanker Read(ArtifactReader reader, ModelParts parts, IReadOnlyList<string> names)
    {
        TreeEnsemble trees = ReadTrees(reader);
        ItemStatistics items = new(reader.ReadFloats(), parts.ItemCount);
        reader.End();
        return RankingFeatures.NamesOf(parts.Sources).SequenceEqual(names, StringComparer.Ordinal)
            ? new(trees, items)
            : throw new InvalidDataException(
                "The model is corrupt: its trees and its sources have different features.");
    }

    /// <summary>Reads the trees.</summary>
    /// <exception cref="InvalidDataException">The arrays of the trees are inconsistent.</exception>
    public static TreeEnsemble ReadTrees(ArtifactReader reader)
    {
        int count = reader.ReadInt32();
        int[] roots = reader.ReadInt32s();
        int[] features = reader.ReadInt32s();
        int[] lefts = reader.ReadInt32s();
        int[] thresholds = reader.ReadInt32s();
        int[] outputs = reader.ReadInt32s();
        if (lefts.Length != features.Length
            || thresholds.Length != features.Length
            || outputs.Length != 2 * features.Length)
        {
            throw new InvalidDataException("The model is corrupt: the arrays of its trees are inconsistent.");
        }

        TreeNode[] nodes = new TreeNode[features.Length];
        for (int i = 0; i < nodes.Length; i++)
        {
            nodes[i] = new(BitConverter.Int32BitsToSingle(thresholds[i]), features[i], lefts[i]);
        }

        return new(nodes, MemoryMarshal.Cast<int, double>(outputs).ToArray(), roots, count);
    }
}
