using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;
using Personalization.Engine.Training.Ranker;
using Personalization.Engine.Training.Sources;
using Personalization.Testing.Worlds;

namespace Personalization.Tests.Engine.Training.Ranker;

/// <summary>When a ranker of lists also ranks supplied candidates, with trees made by hand.</summary>
public sealed class SampledRankerTrialTests
{
    private static readonly TrainingOptions Options = new() { Factors = 16, Epochs = 3, HoldOutShare = 0.25 };
    private static readonly TrainingLog Log = Logs.Build(Logs.BlockRecords(users: 240));
    private static readonly HoldOut Split = HoldOut.Split(Log, Options);
    private static readonly ModelParts Parts = SourceTrainer.Train(
        Split.Train, Options, new SourceParameters(), (_, _) => { }, CancellationToken.None);
    private static readonly ItemStatistics Statistics = ItemStatisticsTrainer.Train(Split.Train, Options);
    private static readonly RankingFeatures Features = new(Parts.Sources, Statistics, BlendWeights.Default.ToArray());

    [Fact]
    public void A_ranker_that_reverses_the_blend_does_not_rank_supplied_candidates()
    {
        TreeEnsemble turned = new(
            [
                new(0.2f, Features.Names.ToList().IndexOf("blend.share"), 1),
                new(float.PositiveInfinity, 0, 1),
                new(float.PositiveInfinity, 0, 2)
            ], [0, 1, -1], [0], Features.Count);
        ManifestComparison found = Compare(turned);
        Assert.False(found.Used);
        Assert.True(found.Ndcg < 0.8 * found.BlendNdcg, $"{found}");
        UserSignal signal = Split.Validation[0].Signal;
        int[] all = [.. Enumerable.Range(0, Log.ItemCount)];
        Assert.Equal(Model(null).Score(signal, all, CancellationToken.None), Model(turned, new ManifestRanker(
            true, "", 1, Better, null, [])
        { Given = found }).Score(signal, all, CancellationToken.None));
        Assert.NotEqual(Model(null).Score(signal, all, CancellationToken.None), Model(
            turned, new ManifestRanker(true, "", 1, Better, null, [])).Score(signal, all, CancellationToken.None));
    }

    [Fact]
    public void A_ranker_with_the_order_of_the_blend_ranks_supplied_candidates()
    {
        ManifestComparison found = Compare(new([new(float.PositiveInfinity, 0, 0)], [0], [0], Features.Count));
        Assert.True(found.Used);
        Assert.Equal(found.BlendNdcg, found.Ndcg, 0.02);
    }

    private static ManifestComparison Better => new(true, 100, 0.2, 0.1, 0.01);

    private static ManifestComparison Compare(TreeEnsemble trees) =>
        SampledRankerTrial.Compare(Model(null), Model(trees), Split.Validation, Options, CancellationToken.None);

    private static ModelSnapshot Model(TreeEnsemble? trees, ManifestRanker? about = null) =>
        new(
            "v",
            new ItemIndex(Log.Items),
            Parts,
            BlendWeights.Default,
            ranker: trees is null ? null : new(trees, Statistics, Features),
            ranksGiven: about is not { RanksGiven: false });
}
