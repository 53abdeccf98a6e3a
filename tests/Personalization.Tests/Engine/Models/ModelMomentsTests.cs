using System.Text;
using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;
using Personalization.Engine.Training;
using Personalization.Testing.Worlds;

namespace Personalization.Tests.Engine.Models;

/// <summary>The file of the moments in an artifact, and the lists of each moment.</summary>
public sealed class ModelMomentsTests
{
    private const string File = "moments.json";
    private const string Golden = """
        {
          "fresh": {
            "opening": {
              "cases": 40,
              "weights": {
                "sessions": 0,
                "factors": 0,
                "itemToItem": 0,
                "popular": 1,
                "linear": 0,
                "transitions": 0
              },
              "ndcg": 0.5,
              "commonNdcg": 0.25,
              "source": "popular",
              "sourceNdcg": 0.5,
              "gainError": 0.125,
              "sourceError": 0
            },
            "inSession": {
              "cases": 0,
              "weights": null,
              "ndcg": 0,
              "commonNdcg": 0,
              "source": null,
              "sourceNdcg": 0,
              "gainError": 0,
              "sourceError": 0
            }
          },
          "returning": null
        }
        """;

    private const long Minute = 60_000;
    private static readonly BlendWeights Popular = BlendWeights.None with { Popular = 1 };
    private static readonly TrainingLog Log = Logs.BlockWorld();
    private static readonly TrainedModel Trained = ModelTrainer.Train(
        Log,
        new TrainingOptions { Factors = 16, Epochs = 4, RankerTrees = 0 },
        "v1",
        Logs.Start,
        null,
        CancellationToken.None);

    private static readonly ModelSnapshot Plain = ModelSnapshot.Load("v1", Write(null));
    private static readonly ModelSnapshot Model = ModelSnapshot.Load("v1", Write(new(
        new(new(40, Popular, 0.5, 0.25, "popular", 0.5, 0.125, 0), new(0, null, 0, 0, null, 0, 0, 0)), null)));

    [Theory]
    [InlineData(0, Moment.InSession)]
    [InlineData(30 * Minute, Moment.InSession)]
    [InlineData((30 * Minute) + 1, Moment.Opening)]
    public void A_request_later_than_the_session_gap_opens_a_visit(long ageMs, Moment moment) =>
        Assert.Equal(moment, Signal(ageMs).MomentOf(30 * Minute));

    [Fact]
    public void A_user_without_events_opens_a_visit() =>
        Assert.Equal(Moment.Opening, new UserSignal(default, 5).MomentOf(30 * Minute));

    [Fact]
    public void Each_moment_is_ranked_with_its_own_blend()
    {
        UserSignal opening = Signal(31 * Minute);
        UserSignal inSession = Signal(Minute);
        Assert.Equal(
            Model.Popular(CandidateFilter.Open, 10).Select(ranked => ranked.Item),
            List(Model, opening, isFresh: true).Select(ranked => ranked.Item));
        Assert.Equal(List(Plain, inSession, isFresh: true), List(Model, inSession, isFresh: true));
        Assert.NotEqual(List(Plain, opening, isFresh: true), List(Model, opening, isFresh: true));
        Assert.Equal(List(Plain, opening, isFresh: false), List(Model, opening, isFresh: false));
    }

    [Fact]
    public void A_list_of_a_session_ends_with_the_session_if_the_blends_differ()
    {
        UserSignal inSession = Signal(Minute);
        Assert.Equal(
            inSession.Events.Span[^1].TimeMs + (30 * Minute) + 1, Model.MomentEnd(inSession, refusesSeen: true));
        Assert.Null(Model.MomentEnd(inSession, refusesSeen: false));
        Assert.Null(Model.MomentEnd(Signal(31 * Minute), refusesSeen: true));
        Assert.Null(Plain.MomentEnd(inSession, refusesSeen: true));
    }

    [Fact]
    public void A_model_without_the_file_ranks_every_moment_with_the_common_blend()
    {
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files = Write(null);
        Assert.DoesNotContain(File, files.Keys);
        Assert.Null(Plain.Moments);
        Assert.Equal(
            List(Plain, Signal(31 * Minute), isFresh: true).Select(ranked => ranked.Item),
            List(Plain, Signal(Minute), isFresh: true).Select(ranked => ranked.Item));
    }

    [Fact]
    public void A_silo_that_does_not_know_the_file_can_read_the_manifest()
    {
        // Such a silo reads the manifest with the same members and skips files that it does not know.
        string manifest = Encoding.UTF8.GetString(Trained.Files["manifest.json"].Span);
        Assert.DoesNotContain("\"moments\":", manifest, StringComparison.Ordinal);
        Assert.Equal(1, manifest.Split($"\"{File}\"").Length - 1);
    }

    [Fact]
    public void The_file_has_its_known_text()
    {
        string text = Encoding.UTF8.GetString(Write(Model.Moments)[File].Span);
        Assert.Equal(Golden, text);
    }

    [Fact]
    public void Items_added_to_the_catalog_keep_the_moments()
    {
        ModelSnapshot grown = Model.With([]);
        Assert.Equal(Model.Moments, grown.Moments);
    }

    private static RankedItem[] List(ModelSnapshot model, UserSignal signal, bool isFresh) =>
        model.Recommend(signal, isFresh ? new Unseen() : CandidateFilter.Open, 10, CancellationToken.None);

    private static UserSignal Signal(long ageMs) => new(
        new[] { new SignalEvent(Array.IndexOf(Log.Items, Logs.Name(2, 0)), 1, 1000) }, 1000 + ageMs);

    private static IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Write(ModelMoments? moments)
    {
        ModelSnapshot trained = ModelSnapshot.Load("v1", Trained.Files);
        return ModelArtifact.Write(trained.Items.Ids, trained.Parts, null, trained.Manifest!, moments);
    }

    private sealed class Unseen : CandidateFilter
    {
        public override bool RefusesSeen => true;

        public override bool Allows(int item) => true;
    }
}
