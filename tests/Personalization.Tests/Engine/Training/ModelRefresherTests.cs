using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Engine.Datasets;
using Personalization.Engine.Evaluation;
using Personalization.Engine.Models;
using Personalization.Engine.Retrieval;
using Personalization.Engine.Training;
using Personalization.Engine.Training.Sources;
using Personalization.Testing.Worlds;

namespace Personalization.Tests.Engine.Training;

[Trait("Category", "Training")]
public sealed class ModelRefresherTests
{
    private static readonly TrainingOptions Small =
        new() { Factors = 16, Epochs = 4, MinCases = 10, RankerTrees = 10, RankerMinLists = 50, HoldOutShare = 0.2 };
    private static readonly List<LogRecord> Before = Logs.BlockRecords(users: 400);
    private static readonly TrainedModel First = Train(Before, "v1");

    [Fact]
    public void A_slightly_longer_log_reuses_the_choices_and_counts_everything_again()
    {
        List<LogRecord> more = [.. Before, .. Later(0.05)];
        TrainedModel refreshed = Train(more, "v2", First);
        ModelManifest manifest = ModelSnapshot.Load("v2", refreshed.Files).Manifest!;
        ModelManifest reused = ModelSnapshot.Load("v1", First.Files).Manifest!;
        Assert.Equal("v1", manifest.RefreshOf);
        Assert.Equal(
            (reused.Parameters, reused.Blend, reused.Returning, reused.Given),
            (manifest.Parameters, manifest.Blend, manifest.Returning, manifest.Given));
        Assert.Equal(more.Count, refreshed.Version.Events);
        Assert.True(refreshed.Version.Report.Passed, refreshed.Version.Report.Verdict);

        // the same statistics that a whole training with these parameters counts
        ModelParts counted = SourceTrainer.Train(
            Logs.Build(more), Small, reused.Parameters, (_, _) => { }, CancellationToken.None);
        ModelParts own = ModelSnapshot.Load("v2", refreshed.Files).Parts;
        Assert.Equal(counted.Popular.Scores, own.Popular.Scores);
        Assert.Equal(counted.CoVisitation.Neighbours.AllWeights, own.CoVisitation.Neighbours.AllWeights);
        Assert.Equal(counted.Transitions.Neighbours.AllTargets, own.Transitions.Neighbours.AllTargets);
        Assert.Equal(counted.Sessions.Sessions.AllTargets, own.Sessions.Sessions.AllTargets);
    }

    [Fact]
    public void It_is_tested_on_nothing_the_live_model_knew()
    {
        TrainedModel refreshed = Train([.. Before, .. Later(0.05)], "v2", First);
        Assert.Equal(refreshed.Version.Report.Cases, refreshed.Version.Report.AgainstLive!.Cases);
        Assert.False(refreshed.Version.Report.AgainstLive.LiveIsNewer);
    }

    [Theory]
    [InlineData(0, "nothing is new")]
    [InlineData(0.002, "too few new events for a test")]
    [InlineData(0.3, "the log has grown too much since the choices")]
    public void Otherwise_everything_is_chosen_again(double more, string why) =>
        Assert.True(
            ModelSnapshot.Load("v2", Train([.. Before, .. Later(more)], "v2", First).Files).Manifest!.RefreshOf is null,
            why);

    [Fact]
    public void Refreshes_of_refreshes_end_when_the_log_has_grown_since_the_choices()
    {
        TrainedModel second = Train([.. Before, .. Later(0.06)], "v2", First);
        ModelManifest manifest = ModelSnapshot.Load("v2", second.Files).Manifest!;
        Assert.Equal(("v1", (long)Before.Count), (manifest.RefreshOf, manifest.ChosenEvents));
        TrainedModel third = Train([.. Before, .. Later(0.12)], "v3", second);
        Assert.Null(ModelSnapshot.Load("v3", third.Files).Manifest!.RefreshOf);

        // the hold-out of a full training begins before the newest event of the live version
        Assert.True(third.Version.Report.AgainstLive!.LiveIsNewer);
    }

    [Fact]
    public void Choices_of_other_options_are_not_reused() =>
        Assert.Null(ModelSnapshot.Load(
            "v2", Train([.. Before, .. Later(0.05)], "v2", First, Small with { Seed = 2 }).Files).Manifest!.RefreshOf);

    [Fact]
    public void The_hold_out_of_a_refresh_begins_after_a_time()
    {
        TrainingLog log = Logs.Build(Before);
        long from = log.FirstMs + ((log.LastMs - log.FirstMs) * 95 / 100);
        HoldOut holdOut = HoldOut.Split(log, Small, from);
        Assert.Equal(log.Before(from).EventCount, holdOut.Train.EventCount);
        Assert.All(holdOut.Validation.Concat(holdOut.Test), testCase => Assert.True(testCase.Signal.NowMs >= from));
        Assert.True(holdOut.Validation.Max(
            testCase => testCase.Signal.NowMs) <= holdOut.Test.Min(testCase => testCase.Signal.NowMs));
    }

    [Fact]
    public void A_warm_start_needs_fewer_epochs()
    {
        TrainingLog log = Logs.Build(Before);
        FactorParameters parameters = SourceTrainer.FactorsOf(Small, SourceParameters.From(Small));
        float[] Vectors(int epochs, float[]? warm) =>
            [.. FactorTrainer.Train(
                log,
                Small with { Epochs = epochs, WarmEpochs = epochs },
                parameters,
                _ => { },
                CancellationToken.None,
                warm).Factors];
        float[] finished = Vectors(30, null);
        Assert.True(Distance(Vectors(1, finished), finished) < Distance(Vectors(3, null), finished) / 4);
    }

    private static double Distance(float[] one, float[] other)
    {
        // bases may differ: only the inner products are comparable
        double sum = 0;
        for (int i = 0; i < 20; i++)
        {
            for (int j = 0; j < 20; j++)
            {
                sum += Math.Abs(Dot(one, i, j) - Dot(other, i, j));
            }
        }

        return sum;
    }

    private static double Dot(float[] vectors, int i, int j) =>
        Enumerable.Range(0, 16).Sum(k => (double)vectors[(i * 16) + k] * vectors[(j * 16) + k]);

    private static List<LogRecord> Later(double share)
    {
        Random random = new(11);
        int count = (int)(share * Before.Count);
        return [.. Enumerable.Range(0, count).Select(at => Logs.Event(
            $"u{at / 5}",
            Logs.Name(at / 5 % Logs.Blocks, random.Next(Logs.ItemsPerBlock)),
            at % 5 == 4 ? EventTypes.Purchase : EventTypes.View,
            60_000 + at,
            Before.Count + at + 1))];
    }

    private static TrainedModel Train(List<LogRecord> records, string version, TrainedModel? live =
        null, TrainingOptions? options = null) => ModelTrainer.Train(
        Logs.Build(records), options ?? Small, version, Logs.Start, null, CancellationToken.None,
        live is null
            ? null
            : new LiveModel(ModelSnapshot.Load(live.Version.Version, live.Files), live.Version.LastEventAt!.Value));
}
