using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.LightGbm;
using Personalization.Engine.Models;
using Personalization.Engine.Ranking;
using Personalization.Engine.Training.Ranker;

namespace Personalization.Tests.Engine.Training.Ranker;

/// <summary>The engine's own tree evaluation against the library that trained the trees.</summary>
public sealed class LightGbmRankLearnerTests
{
    private static readonly RankingExamples Examples = LearnedLists.Make(150, seed: 3);

    [Theory]
    [InlineData(1, 2)]
    [InlineData(25, 31)]
    [InlineData(60, 255)]
    public void The_flat_trees_score_what_the_library_scores_to_the_bit(int trees, int leaves)
    {
        TrainingOptions options = new() { RankerTrees = trees, RankerLeaves = leaves };
        MLContext context = new(1);
        RankingPredictionTransformer<LightGbmRankingModelParameters> model = LightGbmRankLearner.Fit(
            context, Examples, options);
        TreeEnsemble flat = TreeReader.Read(model.Model.TrainedTreeEnsemble, Examples.Features);
        RankingExamples others = LearnedLists.Make(40, seed: 4, rows: 31);

        float[] expected = [.. model.Transform(LightGbmRankLearner.View(context, others)).GetColumn<float>("Score")];
        double[] scores = new double[others.Rows];
        for (int list = 0, at = 0; list < others.Lists; at += others.GradesOf(list++).Length)
        {
            flat.Score(others.RowsOf(list), scores.AsSpan(at, others.GradesOf(list).Length));
        }

        Assert.Equal(trees, flat.Trees);
        Assert.Equal(others.Rows, expected.Length);
        Assert.Equal(expected, scores.Select(score => (float)score));
        Assert.True(expected.Distinct().Count() > trees);
    }

    [Fact]
    public void Trained_trees_rank_lists_that_they_have_not_seen()
    {
        TreeEnsemble trees = new LightGbmRankLearner().Learn(Examples, new TrainingOptions(), CancellationToken.None);
        RankingExamples others = LearnedLists.Make(50, seed: 5);
        double[] scores = new double[30];
        int right = 0;
        int possible = 0;
        for (int list = 0; list < others.Lists; list++)
        {
            trees.Score(others.RowsOf(list), scores);
            possible += others.GradesOf(list).Contains((byte)3) ? 1 : 0;
            right += others.GradesOf(list)[Array.IndexOf(scores, scores.Max())] == 3 ? 1 : 0;
        }

        Assert.InRange(possible, 35, 50);
        Assert.True(right >= 0.9 * possible, $"{right} of {possible}");
    }

    [Fact]
    public void The_same_seed_trains_the_same_trees_and_another_seed_others()
    {
        TrainingOptions options = new() { RankerTrees = 20 };
        TreeEnsemble first = new LightGbmRankLearner().Learn(Examples, options, CancellationToken.None);
        TreeEnsemble again = new LightGbmRankLearner().Learn(Examples, options, CancellationToken.None);
        TreeEnsemble other = new LightGbmRankLearner().Learn(
            Examples, options with { Seed = 2 }, CancellationToken.None);
        Assert.Equal(first.Nodes, again.Nodes);
        Assert.Equal(first.Outputs, again.Outputs);
        Assert.NotEqual(first.Outputs.ToArray(), other.Outputs.ToArray());
    }
}
