using System.Collections.Immutable;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Models;
using Personalization.Engine.Datasets;
using Personalization.Engine.Evaluation;
using Personalization.Engine.Models;
using Personalization.Engine.Retraining;
using Personalization.Engine.Retrieval;
using Personalization.Engine.Training;
using Personalization.Testing.Worlds;

namespace Personalization.Tests.Engine.Retraining;

/// <summary>
/// The results of a training for later comparisons: the baseline of choices, and the comparison with the live version.
/// </summary>
public sealed class BaselineTests
{
    private static readonly TrainingOptions Small = new() { Factors = 16, Epochs = 4, Search = false, RankerTrees = 0 };

    [Fact]
    public void Buckets_have_about_the_same_share_of_the_choices_and_the_most_popular_items_come_first()
    {
        ModelSnapshot model = Train(Logs.BlockRecords(), null, "v1").Model;
        ImmutableArray<int> buckets =
        [.. model.Popular(CandidateFilter.Open, 1_000).Select(item => model.Buckets.Of(model.Items[item.Item]))];
        Assert.Equal(buckets.Order(), buckets);
        Assert.Equal(PopularityBuckets.Known, buckets.Distinct().Count());
        Assert.Equal(PopularityBuckets.Known, model.Buckets.Of("never seen"));
    }

    [Fact]
    public void The_baseline_counts_the_choices_of_the_hold_out()
    {
        ModelVersion version = Train(Logs.BlockRecords(), null, "v1").Version;
        long counted = version.Baseline!.Counts.Sum();
        Assert.InRange(counted, 0.08 * version.Events, 0.12 * version.Events);
        Assert.True(Drift.Index(version.Baseline.Counts, version.Baseline.Counts) == 0);
    }

    [Fact]
    public void A_version_trained_on_new_events_beats_the_live_one_on_the_same_cases()
    {
        List<LogRecord> before = Logs.BlockRecords(visits: 3);
        (ModelVersion oldVersion, ModelSnapshot old) = Train(before, null, "v1");
        List<LogRecord> after = [.. before, .. Moved(before.Count)];
        LiveComparison comparison = Train(
            after, new LiveModel(old, oldVersion.LastEventAt!.Value), "v2").Version.Report.AgainstLive!;

        Assert.Equal(("v1", true), (comparison.Live, comparison.Cases >= 30));
        Assert.True(
            comparison.New.Ndcg > 0.1 && comparison.Before.Ndcg < 0.01,
            $"{comparison.New.Ndcg} against {comparison.Before.Ndcg}");
        Assert.Equal(comparison.New.Ndcg - comparison.Before.Ndcg, comparison.NdcgGain, 9);
        Assert.True(comparison.NdcgGain > 2 * comparison.NdcgError);
    }

    [Fact]
    public void Cases_of_the_live_versions_training_data_are_left_out_and_the_artifact_does_not_depend_on_it()
    {
        List<LogRecord> records = Logs.BlockRecords();
        TrainingLog log = Logs.Build(records);
        (ModelVersion version, ModelSnapshot model) = Train(records, null, "v1");
        TrainedModel again = ModelTrainer.Train(
            log,
            Small,
            "v1",
            Logs.Start,
            null,
            CancellationToken.None,
            new LiveModel(model, version.LastEventAt!.Value));
        Assert.Null(again.Version.Report.AgainstLive);
        TrainedModel alone = ModelTrainer.Train(log, Small, "v1", Logs.Start, null, CancellationToken.None);
        Assert.All(
            alone.Files, file => Assert.True(file.Value.Span.SequenceEqual(again.Files[file.Key].Span), file.Key));
    }

    private static (ModelVersion Version, ModelSnapshot Model) Train(
        List<LogRecord> records, LiveModel? live, string version)
    {
        TrainedModel trained = ModelTrainer.Train(
            Logs.Build(records), Small, version, Logs.Start, null, CancellationToken.None, live);
        return (trained.Version, ModelSnapshot.Load(version, trained.Files));
    }

    /// <summary>Four visits in which every user chooses items that did not exist before.</summary>
    private static IEnumerable<LogRecord> Moved(int from)
    {
        Random random = new(11);
        for (int visit = 3; visit < 7; visit++)
        {
            for (int user = 0; user < 120; user++)
            {
                for (int step = 0; step < 5; step++)
                {
                    string item = Logs.Name(Logs.Blocks + (user % Logs.Blocks), random.Next(Logs.ItemsPerBlock));
                    yield return Logs.Event(
                        $"u{user}",
                        item,
                        step == 4 ? "purchase" : "view",
                        (visit * 10_000) + (user * 10) + step,
                        ++from);
                }
            }
        }
    }
}
