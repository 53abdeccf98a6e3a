using Personalization.Engine.Ranking;

namespace Personalization.Tests.Engine.Ranking;

public sealed class TreeEnsembleTests
{
    // tree 1: feature 0 above 1 gives (feature 1 above 5 gives 30, otherwise 20), otherwise 10; tree 2: one leaf, 0.5
    private static readonly TreeNode[] Nodes = [new(1, 0, 1), Leaf(1), new(5, 1, 3), Leaf(3), Leaf(4), Leaf(5)];
    private static readonly double[] Outputs = [0, 10, 0, 20, 30, 0.5];
    private static readonly TreeEnsemble Trees = new(Nodes, Outputs, [0, 5], 2);

    [Theory]
    [InlineData(1, 9, 10.5)]
    [InlineData(1.5f, 5, 20.5)]
    [InlineData(1.5f, 5.5f, 30.5)]
    [InlineData(float.MaxValue, float.MaxValue, 30.5)]
    [InlineData(float.MinValue, 0, 10.5)]
    public void A_row_reaches_the_leaf_of_its_features(float first, float second, double score)
    {
        double[] scores = new double[1];
        Trees.Score([first, second], scores);
        Assert.Equal([score], scores);
    }

    [Fact]
    public void Scores_of_many_rows_equal_scores_one_by_one()
    {
        Random random = new(5);
        for (int rows = 0; rows <= 13; rows++)
        {
            float[] matrix = [.. Enumerable.Range(0, rows * 2).Select(_ => random.NextSingle() * 8)];
            double[] together = new double[rows];
            Trees.Score(matrix, together);
            Assert.Equal(Enumerable.Range(0, rows).Select(row => ScoreOne(matrix.AsSpan(row * 2, 2))), together);
        }
    }

    [Fact]
    public void Inconsistent_arrays_are_refused()
    {
        Refused(Nodes, Outputs[..^1], [0, 5], 2);
        Refused(Nodes, Outputs, [0, 5], 1);
        Refused(Nodes, Outputs, [1, 5], 2);
        Refused(Nodes, Outputs, [0, 6], 2);
        Refused(Nodes, Outputs, [], 2);
        Refused(Nodes, [0, 10, 0, 20, double.NaN, 0.5], [0, 5], 2);
        Refused([new(1, 0, 0), .. Nodes[1..]], Outputs, [0, 5], 2);
        Refused([new(1, 0, 4), .. Nodes[1..]], Outputs, [0, 5], 2);
        Refused([new(float.NaN, 0, 1), .. Nodes[1..]], Outputs, [0, 5], 2);
        Refused([new(1, -1, 1), .. Nodes[1..]], Outputs, [0, 5], 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => Trees.Score([1, 2, 3], new double[1]));
    }

    private static void Refused(TreeNode[] nodes, double[] outputs, int[] roots, int features) =>
        Assert.Throws<InvalidDataException>(() => new TreeEnsemble(nodes, outputs, roots, features));

    private static double ScoreOne(ReadOnlySpan<float> row)
    {
        double[] scores = new double[1];
        Trees.Score(row, scores);
        return scores[0];
    }

    private static TreeNode Leaf(int at) => new(float.PositiveInfinity, 0, at);
}
