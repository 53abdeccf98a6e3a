using System.Text;
using Personalization.Abstractions.Models;
using Personalization.Engine.Datasets;
using Personalization.Engine.Evaluation;
using Personalization.Engine.Models;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;
using Personalization.Engine.Training;
using Personalization.Engine.Training.Ranker;
using Personalization.Testing.Worlds;

namespace Personalization.Tests.Engine.Training.Ranker;

/// <summary>When the learned ranker is used, when not, and that the artifact records it.</summary>
[Trait("Category", "Training")]
public sealed class RankerTrainerTests
{
    private static readonly TrainingLog Log = TasteWorld.Log();
    private static readonly TrainedModel Trained = Train(new LightGbmRankLearner(), TasteWorld.Options);

    public static TheoryData<string> FileNames => [.. Trained.Files.Keys];

    [Fact]
    public void Where_the_blend_is_blind_the_ranker_is_used_and_better_on_later_events()
    {
        OfflineReport report = Trained.Version.Report;
        Assert.StartsWith(
            "For new items the learned ranker ranks: NDCG@20", Trained.RankerNote, StringComparison.Ordinal);
        Assert.True(
            report.Metrics["engine"].Ndcg > 1.3 * report.Metrics["blend"].Ndcg,
            $"{report.Verdict} Blend {report.Metrics["blend"].Ndcg}. {Trained.RankerNote}");
        Assert.Contains("\"used\": true", Manifest(Trained), StringComparison.Ordinal);
        Assert.Contains("ranker.bin", Trained.Files.Keys);
        Assert.Contains(
            "For supplied candidates the learned ranker ranks: NDCG@10", Trained.RankerNote, StringComparison.Ordinal);
        Assert.True(ModelSnapshot.Load("v1", Trained.Files).Manifest!.Ranker!.RanksGiven);
    }

    [Fact]
    public void The_loaded_model_ranks_by_the_trained_trees()
    {
        ModelSnapshot model = ModelSnapshot.Load("v1", Trained.Files);
        int[] viewed = [Log.Number(Logs.Name(2, 0)), Log.Number(Logs.Name(2, 2)), Log.Number(Logs.Name(2, 4))];
        RankedItem[] list = model.Recommend(
            Logs.Signal(viewed), new SeenItemFilter(Log.ItemCount).Of(Logs.Signal(viewed)), 8, CancellationToken.None);
        Assert.All(list, ranked => Assert.Equal(2, Logs.BlockOf(model.Items[ranked.Item])));
        Assert.InRange(list.Count(ranked => TasteWorld.IsBought(model.Items[ranked.Item])), 7, 8);
        Assert.All(list, ranked => Assert.InRange(ranked.Score, float.Epsilon, 1));
        Assert.Equal(
            list.OrderByDescending(ranked => ranked.Score).Select(ranked => ranked.Item),
            list.Select(ranked => ranked.Item));
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes() =>
        Assert.All(
            Train(new LightGbmRankLearner(), TasteWorld.Options).Files,
            file => Assert.True(file.Value.Span.SequenceEqual(Trained.Files[file.Key].Span), file.Key));

    [Fact]
    public void Without_the_native_library_the_blend_ranks_and_the_version_names_the_reason()
    {
        ScriptedLearner missing = ScriptedLearner.Missing();
        TrainedModel model = Train(missing, TasteWorld.Options);
        TrainedModel off = Train(missing, TasteWorld.Options with { RankerTrees = 0 });
        Assert.Equal(1, missing.Asked);
        Assert.False(model.RankerAvailable);
        Assert.Contains("libgomp", model.RankerNote, StringComparison.Ordinal);
        Assert.Contains("libgomp", Manifest(model), StringComparison.Ordinal);
        Assert.DoesNotContain("ranker.bin", model.Files.Keys);
        Assert.True(model.Version.Report.Passed, model.Version.Report.Verdict);
        Assert.Equal(model.Version.Report.Metrics["blend"], model.Version.Report.Metrics["engine"]);
        Assert.True(off.RankerAvailable);
        UserSignal signal = Logs.Signal(3, 5, 8);
        Assert.Equal(
            ModelSnapshot.Load("v1", off.Files).Recommend(signal, CandidateFilter.Open, 30, CancellationToken.None),
            ModelSnapshot.Load("v1", model.Files).Recommend(signal, CandidateFilter.Open, 30, CancellationToken.None));
    }

    [Fact]
    public void A_ranker_that_is_not_better_is_not_used()
    {
        // one leaf gives every candidate the same score, which is the order of the blend
        ScriptedLearner idle = new(examples => new([new(float.PositiveInfinity, 0, 0)], [0], [0], examples.Features));
        TrainedModel model = Train(idle, TasteWorld.Options);
        Assert.Equal(1, idle.Asked);
        Assert.StartsWith("For new items the blend ranks: NDCG@20", model.RankerNote, StringComparison.Ordinal);
        Assert.Contains("For lists that may repeat the blend ranks", model.RankerNote, StringComparison.Ordinal);
        Assert.DoesNotContain("\"used\": true", Manifest(model), StringComparison.Ordinal);
        Assert.DoesNotContain("ranker.bin", model.Files.Keys);
    }

    [Fact]
    public void A_cold_log_learns_no_ranker()
    {
        ScriptedLearner never = new(_ => throw new InvalidOperationException("There is nothing to learn from."));
        Assert.Contains(
            "at least 100000 needed",
            Train(never, TasteWorld.Options with { RankerMinLists = 100_000 }).RankerNote,
            StringComparison.Ordinal);
        Assert.Contains(
            "validation cases",
            Train(never, TasteWorld.Options with { MinCases = 100_000 }).RankerNote,
            StringComparison.Ordinal);
        Assert.Equal(0, never.Asked);
    }

    [Theory, MemberData(nameof(FileNames))]
    public void A_file_missing_or_changed_is_refused(string name)
    {
        Dictionary<string, ReadOnlyMemory<byte>> files = new(Trained.Files);
        byte[] content = files[name].ToArray();
        content[content.Length / 2] ^= 1;
        files[name] = content;
        Assert.Throws<InvalidDataException>(() => ModelSnapshot.Load("v1", files));
        _ = files.Remove(name);
        Assert.Throws<InvalidDataException>(() => ModelSnapshot.Load("v1", files));
    }

    private static TrainedModel Train(IRankLearner learner, TrainingOptions options) =>
        ModelTrainer.Train(Log, options, "v1", Logs.Start, null, learner, CancellationToken.None);

    private static string Manifest(TrainedModel model) => Encoding.UTF8.GetString(model.Files["manifest.json"].Span);
}
