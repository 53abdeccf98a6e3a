using System.Text;
using System.Text.Json;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;
using Personalization.Engine.Training;
using Personalization.Testing.Worlds;
using Personalization.Tests.Engine.Retrieval;

namespace Personalization.Tests.Engine.Models;

public sealed class ModelSnapshotTests
{
    private static readonly TrainingLog Log = Logs.BlockWorld();
    private static readonly TrainedModel Trained = ModelTrainer.Train(
        Log, new TrainingOptions { Factors = 16, Epochs = 4 }, "v1", Logs.Start, null, CancellationToken.None);
    private static readonly ModelSnapshot Model = ModelSnapshot.Load("v1", Trained.Files);

    public static TheoryData<string> FileNames => [.. Trained.Files.Keys];

    [Fact]
    public void A_user_gets_items_of_the_own_block_with_correct_reasons()
    {
        int[] chosen = [Item(2, 0), Item(2, 1)];
        RankedItem[] list = Model.Recommend(Logs.Signal(chosen), new Refuse(chosen), 6, CancellationToken.None);
        Assert.Equal(6, list.Length);
        Assert.All(list, ranked => Assert.Equal(2, Logs.BlockOf(Model.Items[ranked.Item])));
        Assert.All(list, ranked => Assert.True(
            ranked.Reason == ReasonKind.Popular ? ranked.Evidence == -1 : chosen.Contains(ranked.Evidence)));
        Assert.Equal(list.OrderByDescending(ranked => ranked.Score).ThenBy(ranked => ranked.Item), list);
    }

    [Fact]
    public void Reasons_do_not_depend_on_how_many_items_get_one()
    {
        static RankedItem[] Reversed(RankedItem[] list) => [.. Enumerable.Reverse(list)];
        for (int user = 0; user < 20; user++)
        {
            UserSignal signal = Logs.Signal(Item(user % 4, user / 4), Item(user % 4, 3), Item(user % 3, 1));
            RankedItem[] all = Model.Recommend(signal, CandidateFilter.Open, 40, CancellationToken.None);
            foreach (int explained in new[] { 0, 1, 7, 40 })
            {
                RankedItem[] list = Model.Recommend(
                    signal,
                    CandidateFilter.Open,
                    40,
                    CancellationToken.None,
                    finish: new() { Explained = explained, Reorder = user % 2 == 0 ? null : Reversed });
                RankedItem[] expected = user % 2 == 0 ? all : Reversed(all);
                Assert.Equal(expected[..explained], list[..explained]);
                Assert.Equal(
                    expected.Select(ranked => (ranked.Item, ranked.Score)),
                    list.Select(ranked => (ranked.Item, ranked.Score)));
            }
        }
    }

    [Fact]
    public void An_unknown_user_gets_the_popular_items()
    {
        RankedItem[] list = Model.Recommend(
            new UserSignal(default, 0), CandidateFilter.Open, 10, CancellationToken.None);
        Assert.Equal(
            Model.Popular(CandidateFilter.Open, 10).Select(ranked => ranked.Item), list.Select(ranked => ranked.Item));
        Assert.All(list, ranked => Assert.Equal(ReasonKind.Popular, ranked.Reason));
    }

    [Fact]
    public void A_list_is_filled_with_all_allowed_items()
    {
        int[] refused = [Item(0, 0), Item(1, 1)];
        RankedItem[] list = Model.Recommend(Logs.Signal(Item(0, 0)), new Refuse(refused), 1000, CancellationToken.None);
        Assert.Equal(Model.Items.Count - 2, list.Select(ranked => ranked.Item).Distinct().Count());
        Assert.DoesNotContain(list, ranked => refused.Contains(ranked.Item));
        Assert.Equal(
            list.OrderByDescending(ranked => ranked.Score).Select(ranked => ranked.Score),
            list.Select(ranked => ranked.Score));
    }

    [Fact]
    public void All_candidates_are_returned_with_the_block_of_the_user_first()
    {
        int[] candidates = [Item(1, 5), Item(3, 5), Item(1, 6), Item(0, 5)];
        RankedItem[] list = Model.Score(Logs.Signal(Item(3, 0), Item(3, 1)), candidates, CancellationToken.None);
        Assert.Equal(Item(3, 5), list[0].Item);
        Assert.Equal(candidates.Order(), list.Select(ranked => ranked.Item).Order());
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Model.Score(Logs.Signal(), [Model.Items.Count], CancellationToken.None));
    }

    [Fact]
    public void The_score_of_a_candidate_does_not_depend_on_other_candidates()
    {
        UserSignal signal = Logs.Signal(Item(3, 0), Item(3, 1));
        int[] candidates = [Item(1, 5), Item(3, 5), Item(0, 5), Item(3, 6)];
        RankedItem[] together = Model.Score(signal, candidates, CancellationToken.None);
        Assert.All(candidates, candidate => Assert.Equal(
            together.Single(ranked => ranked.Item == candidate),
            Model.Score(signal, [candidate], CancellationToken.None).Single()));
        Assert.True(
            together[^1].Score < 0.5f * together[0].Score,
            $"{together[^1].Score} of the worst, {together[0].Score} of the best");
    }

    [Fact]
    public void Similar_items_are_in_the_same_block_and_exclude_the_item()
    {
        RankedItem[] list = Model.Similar(Item(1, 0), new Refuse(Item(1, 9)), 8);
        Assert.Equal(8, list.Length);
        Assert.All(list, ranked => Assert.Equal(1, Logs.BlockOf(Model.Items[ranked.Item])));
        Assert.DoesNotContain(list, ranked => ranked.Item == Item(1, 0) || ranked.Item == Item(1, 9));
        Assert.All(list, ranked => Assert.Equal(Item(1, 0), ranked.Evidence));
    }

    [Fact]
    public void A_cancelled_request_returns_no_list()
    {
        using CancellationTokenSource source = new();
        CancelAtFirstItem filter = new(source);
        Assert.Throws<OperationCanceledException>(
            () => Model.Recommend(Logs.Signal(Item(0, 0)), filter, 5, source.Token));
        Assert.Throws<OperationCanceledException>(() => Model.Score(Logs.Signal(Item(0, 0)), [1], source.Token));
    }

    [Fact]
    public void An_empty_model_is_valid_and_recommends_nothing()
    {
        TrainedModel empty = ModelTrainer.Train(
            Logs.Build([]), new TrainingOptions(), "none", Logs.Start, null, CancellationToken.None);
        ModelSnapshot model = ModelSnapshot.Load("none", empty.Files);
        Assert.False(empty.Version.Report.Passed);
        Assert.Equal(0, model.Items.Count);
        Assert.Empty(model.Recommend(
            new UserSignal(new[] { new SignalEvent(0, 1, 0) }, 1), CandidateFilter.Open, 10, CancellationToken.None));
        Assert.Empty(model.Popular(CandidateFilter.Open, 10));
        Assert.Empty(model.Score(Logs.Signal(), [], CancellationToken.None));
    }

    [Fact]
    public void A_model_read_from_its_files_returns_the_same_lists()
    {
        ModelSnapshot again = ModelSnapshot.Load(
            "v1", Trained.Files.ToDictionary(file => file.Key, file => (ReadOnlyMemory<byte>)file.Value.ToArray()));
        UserSignal signal = Logs.Signal(Item(0, 3), Item(1, 4));
        Assert.Equal(Model.Items.Ids, again.Items.Ids);
        Assert.Equal(Log.Items, again.Items.Ids);
        Assert.Equal(
            Model.Recommend(signal, CandidateFilter.Open, 40, CancellationToken.None),
            again.Recommend(signal, CandidateFilter.Open, 40, CancellationToken.None));
    }

    [Fact]
    public void A_model_written_before_repeats_is_served_without_them()
    {
        ModelParts now = Model.Parts;
        ModelManifest manifest = JsonSerializer.Deserialize(
            Trained.Files["manifest.json"].Span, ManifestJson.Default.ModelManifest)!;
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files = ModelArtifact.Write(
            Model.Items.Ids,
            new(
                now.Sessions,
                now.Factors,
                now.CoVisitation,
                now.Popular,
                now.SessionGapMs,
                now.Linear,
                now.Transitions),
            null,
            manifest with
            {
                Repeats = null,
                Parameters = manifest.Parameters with { Repeats = null },
                Choices = [],
                Returning = manifest.Returning with { Weights = manifest.Returning.Weights with { Repeats = 0 } },
                Ranker = null,
            });
        Assert.DoesNotContain(
            "repeats", Encoding.UTF8.GetString(files["manifest.json"].Span), StringComparison.OrdinalIgnoreCase);
        ModelSnapshot old = ModelSnapshot.Load("v1", files);
        Assert.NotNull(now.Repeats);
        Assert.Null(old.Parts.Repeats);
        Assert.Equal(now.Sources.Count - 1, old.Parts.Sources.Count);
        Assert.Equal(
            10, old.Recommend(Logs.Signal(Item(0, 3)), CandidateFilter.Open, 10, CancellationToken.None).Length);
    }

    [Fact]
    public void A_model_without_a_candidate_blend_ranks_candidates_by_its_list_blend()
    {
        ModelManifest manifest = JsonSerializer.Deserialize(
            Trained.Files["manifest.json"].Span, ManifestJson.Default.ModelManifest)!;
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files = ModelArtifact.Write(
            Model.Items.Ids, Model.Parts, null, manifest with { Given = null, Ranker = null });
        Assert.NotNull(manifest.Given);
        Assert.DoesNotContain(
            "\"given\"", Encoding.UTF8.GetString(files["manifest.json"].Span), StringComparison.Ordinal);
        UserSignal signal = Logs.Signal(Item(0, 3), Item(1, 4));
        int[] candidates = [Item(0, 5), Item(1, 6), Item(2, 7), Item(3, 8)];
        ModelSnapshot lists = new("v1", Model.Items, Model.Parts, manifest.Blend.Weights);
        Assert.Equal(
            lists.Score(signal, candidates, CancellationToken.None),
            ModelSnapshot.Load("v1", files).Score(signal, candidates, CancellationToken.None));
    }

    [Fact]
    public void The_candidate_blend_is_written_and_read()
    {
        BlendWeights popular = BlendWeights.None with { Popular = 1 };
        ModelManifest manifest = JsonSerializer.Deserialize(
            Trained.Files["manifest.json"].Span, ManifestJson.Default.ModelManifest)!;
        ModelSnapshot model = ModelSnapshot.Load(
            "v1", ModelArtifact.Write(
                Model.Items.Ids,
                Model.Parts,
                null,
                manifest with { Given = manifest.Given! with { Weights = popular }, Ranker = null }));
        UserSignal signal = Logs.Signal(Item(0, 3), Item(0, 4));
        int[] all = [.. Enumerable.Range(0, Model.Items.Count)];
        Assert.Equal(
            Model.Popular(CandidateFilter.Open, all.Length).Select(ranked => ranked.Item),
            model.Score(signal, all, CancellationToken.None).Select(ranked => ranked.Item));
        Assert.Equal(
            Model.Recommend(signal, CandidateFilter.Open, 20, CancellationToken.None),
            model.Recommend(signal, CandidateFilter.Open, 20, CancellationToken.None));
    }

    [Theory, MemberData(nameof(FileNames))]
    public void A_missing_truncated_extended_or_changed_file_is_refused(string name)
    {
        byte[] content = Trained.Files[name].ToArray();
        AssertRefused(name, null);
        AssertRefused(name, []);
        AssertRefused(name, content[..^1]);
        AssertRefused(name, [.. content, (byte)'x']);
        for (int at = 0; at < content.Length; at += Math.Max(1, content.Length / 50))
        {
            byte[] changed = [.. content];
            changed[at] ^= 1;
            AssertRefused(name, changed);
        }
    }

    [Fact]
    public void Another_version_is_refused() =>
        Assert.Throws<InvalidDataException>(() => ModelSnapshot.Load("v2", Trained.Files));

    [Fact]
    public void A_request_allocates_little_more_than_its_list()
    {
        UserSignal signal = Logs.Signal(Item(0, 0), Item(0, 1));
        Model.Recommend(signal, CandidateFilter.Open, 20, CancellationToken.None);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            Model.Recommend(signal, CandidateFilter.Open, 20, CancellationToken.None);
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 100, 300, 1024);
    }

    private static int Item(int block, int item) => Log.Number(Logs.Name(block, item));

    private static void AssertRefused(string name, byte[]? content)
    {
        Dictionary<string, ReadOnlyMemory<byte>> files = new(Trained.Files);
        files.Remove(name);
        if (content is not null)
        {
            files[name] = content;
        }

        Assert.Throws<InvalidDataException>(() => ModelSnapshot.Load("v1", files));
    }

    private sealed class CancelAtFirstItem(CancellationTokenSource source) : CandidateFilter
    {
        public override bool Allows(int item)
        {
            source.Cancel();
            return true;
        }
    }
}
