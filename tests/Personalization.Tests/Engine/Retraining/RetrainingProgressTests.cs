using System.Collections.Immutable;
using Personalization.Abstractions.Models;
using Personalization.Abstractions.Retraining;
using Personalization.Engine.Models;
using Personalization.Engine.Retraining;

namespace Personalization.Tests.Engine.Retraining;

/// <summary>When a training starts without a person, at times that the test supplies.</summary>
public sealed class RetrainingProgressTests
{
    private static readonly DateTimeOffset Trained = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly RetrainingOptions Options =
        new() { EveryHours = 24, NewEventsShare = 0.25, Drift = 0.25, MinNewEvents = 1_000, MinMinutes = 60 };

    /// <summary>
    /// The usual choices after a training: the popular half of the items gets more than its share, and a twentieth is
    /// on new items.
    /// </summary>
    private static readonly ImmutableArray<long> Usual = [.. Enumerable.Range(
        0, PopularityBuckets.Count).Select(bucket => bucket == PopularityBuckets.Known ? 50L : bucket < 10 ? 60 : 35)];

    [Theory]
    [InlineData(23.9, 5_000, null)]
    [InlineData(24, 999, null)]
    [InlineData(24, 1_000, RetrainingTrigger.Schedule)]
    [InlineData(1, 25_000, RetrainingTrigger.Volume)]
    [InlineData(1, 24_999, null)]
    [InlineData(0.9, 90_000, null)]
    public void Time_and_volume_start_a_training_with_enough_new_events_after_the_minimum_time(
        double hours, long events, RetrainingTrigger? by)
    {
        RetrainingProgress progress = new RetrainingProgress().With(
            new RetrainingReport(events, "m1", Usual), Catalog());
        Assert.Equal(by, progress.Reason(Catalog(), Trained.AddHours(hours), Options)?.Trigger);
    }

    [Fact]
    public void Nothing_starts_during_a_training_before_the_first_or_soon_after_a_failed_one()
    {
        RetrainingProgress progress = new RetrainingProgress().With(
            new RetrainingReport(90_000, "m1", Usual), Catalog());
        DateTimeOffset now = Trained.AddHours(30);
        RetrainingReason schedule = new(RetrainingTrigger.Schedule, 30, 24);
        RetrainingReason volume = new(RetrainingTrigger.Volume, 90_000, 25_000);
        Assert.Equal(schedule, progress.Reason(Catalog(), now, Options));
        Assert.Equal(volume, progress.Reason(Catalog(), now, Options with { EveryHours = 0 }));
        Assert.Null(progress.Reason(Catalog() with { Training = new(true, "factors", 0.5, null, null) }, now, Options));
        Assert.Null(progress.Reason(Catalog() with { Versions = [], Live = null }, now, Options));
        Assert.Null((progress with { StartedAt = now.AddMinutes(-59) }).Reason(Catalog(), now, Options));
        Assert.NotNull((progress with { StartedAt = now.AddMinutes(-60) }).Reason(Catalog(), now, Options));
        Assert.Null(progress.Reason(Catalog(), now, Options with { EveryHours = 0, NewEventsShare = 0 }));
    }

    [Fact]
    public void A_new_version_resets_the_count_even_when_it_was_refused()
    {
        RetrainingProgress progress = new RetrainingProgress().With(
            new RetrainingReport(30_000, "m1", Usual), Catalog());
        ModelCatalog after = Catalog() with
        {
            Versions =
            [Version("m2", Trained.AddHours(2)) with { Status = ModelVersionStatus.Refused }, .. Catalog().Versions]
        };
        progress = progress.With(new RetrainingReport(10, "m1", Usual), after);
        Assert.Equal((10, "m2", "m1"), (progress.NewEvents, progress.Since, progress.Watched));
        Assert.Null(progress.Reason(after, Trained.AddHours(20), Options));
    }

    [Fact]
    public void Usual_choices_are_no_drift_and_others_are()
    {
        Assert.Null(Feed(new RetrainingProgress(), Usual, 4).DriftOf(Catalog(), Options));
        RetrainingProgress same = Feed(new RetrainingProgress(), Usual, 40);
        Assert.InRange(same.DriftOf(Catalog(), Options)!.Value.Median, 0, 0.1);
        Assert.Null(same.Reason(Catalog(), Trained.AddHours(2), Options));

        RetrainingProgress moved = Feed(same, Turned(), 40);
        Assert.InRange(moved.DriftOf(Catalog(), Options)!.Value.Median, 0.25, 10);
        RetrainingReason reason = moved.Reason(Catalog(), Trained.AddHours(2), Options with { NewEventsShare = 100 })!;
        Assert.Equal(RetrainingTrigger.Drift, reason.Trigger);
        Assert.Equal(moved.DriftOf(Catalog(), Options), (reason.Value, reason.Limit));
        Assert.Null(moved.Reason(Catalog(), Trained.AddHours(2), Options with { NewEventsShare = 100, Drift = 0 }));
    }

    [Fact]
    public void Many_items_that_the_model_does_not_know_are_drift()
    {
        long[] fifth = [.. Usual];
        fifth[PopularityBuckets.Known] = 320;
        Assert.NotNull(Feed(new RetrainingProgress(), [.. fifth], 40).Reason(
            Catalog(), Trained.AddHours(2), Options with { NewEventsShare = 100 }));
        fifth[PopularityBuckets.Known] = 100;
        Assert.Null(Feed(new RetrainingProgress(), [.. fifth], 40).Reason(
            Catalog(), Trained.AddHours(2), Options with { NewEventsShare = 100 }));
    }

    /// <summary>A bot that sends two windows of a thousand events on one item.</summary>
    [Fact]
    public void One_burst_is_no_drift()
    {
        RetrainingProgress progress = Feed(new RetrainingProgress(), Usual, 40);
        long[] bot = new long[PopularityBuckets.Count];
        bot[12] = 1_000;
        progress = progress.With(new RetrainingReport(1_000, "m1", [.. bot]), Catalog()).With(
            new RetrainingReport(1_000, "m1", [.. bot]), Catalog());
        Assert.True(progress.Indices[^1] > 1);
        Assert.Null(progress.Reason(Catalog(), Trained.AddHours(2), Options with { NewEventsShare = 100 }));
        Assert.NotNull(progress.With(new RetrainingReport(1_000, "m1", [.. bot]), Catalog()).Reason(
            Catalog(), Trained.AddHours(2), Options with { NewEventsShare = 100 }));
    }

    /// <summary>
    /// Chance alone: 2,000 times five windows of usual choices, against a baseline of the smallest size that counts.
    /// </summary>
    [Fact]
    public void Chance_is_hardly_ever_reported_as_drift()
    {
        Random chance = new(5);
        int drifts = 0;
        for (int run = 0; run < 2_000; run++)
        {
            DriftBaseline baseline = new(Draw(chance, Drift.LeastBaseline));
            ImmutableArray<double> indices = [.. Enumerable.Range(
                0, Drift.Windows).Select(_ => Drift.Index(baseline.Counts, Draw(chance, Drift.WindowEvents)))];
            (double median, double limit) = Drift.Of(baseline, indices, 0)!.Value;
            drifts += median > limit ? 1 : 0;
        }

        Assert.InRange(drifts, 0, 20);
        Assert.Null(Drift.Of(new DriftBaseline(Draw(chance, Drift.LeastBaseline - 1)), [1, 1, 1, 1, 1], 0));
        Assert.Null(Drift.Of(null, [1, 1, 1, 1, 1], 0));
    }

    [Fact]
    public void Counts_of_another_version_are_ignored_and_a_new_live_version_resets_the_drift()
    {
        RetrainingProgress progress = Feed(new RetrainingProgress(), Turned(), 40);
        Assert.Equal(progress.Indices, Feed(progress, Usual, 40, "m0").Indices);
        ModelCatalog after =
            Catalog() with { Live = "m2", Versions = [Version("m2", Trained.AddHours(2)), .. Catalog().Versions] };
        progress = progress.With(new RetrainingReport(0, "m1", Usual), after);
        Assert.Empty(progress.Indices);
        Assert.Null(progress.DriftOf(after, Options));
    }

    private static RetrainingProgress Feed(
        RetrainingProgress progress, ImmutableArray<long> shares, int reports, string version = "m1")
    {
        Random chance = new(3);
        for (int i = 0; i < reports; i++)
        {
            progress = progress.With(new RetrainingReport(250, version, Draw(chance, 250, shares)), Catalog());
        }

        return progress;
    }

    private static ImmutableArray<long> Draw(Random chance, int events, ImmutableArray<long>? from = null)
    {
        ImmutableArray<long> shares = from ?? Usual;
        long[] counts = new long[shares.Length];
        for (int i = 0; i < events; i++)
        {
            long at = chance.NextInt64(shares.Sum());
            int bucket = 0;
            while (at >= shares[bucket])
            {
                at -= shares[bucket++];
            }

            counts[bucket]++;
        }

        return [.. counts];
    }

    /// <summary>Unpopular items become popular, and the other way round.</summary>
    private static ImmutableArray<long> Turned() =>
    [.. Usual.Take(PopularityBuckets.Known).Select((_, bucket) => bucket < 10 ? 20L : 90), 50];

    private static ModelCatalog Catalog() =>
        new("m1", null, [Version("m1", Trained)], new(false, "done", 1, "m1", null), 1);

    private static ModelVersion Version(string version, DateTimeOffset at) => new()
    {
        Version = version,
        Status = ModelVersionStatus.Live,
        TrainedAt = at,
        Events = 100_000,
        Users = 1,
        Items = 1,
        Seed = 1,
        TrainingSeconds = 1,
        Bytes = 1,
        Report = new()
        {
            Cases = 1,
            ListLength = 20,
            Metrics = ImmutableDictionary<string, OfflineMetrics>.Empty,
            Passed = true,
            Verdict = "Passed."
        },
        Baseline = new DriftBaseline(Usual),
    };
}
