using Personalization.Abstractions.Models;
using Personalization.Engine.Candidates;
using Personalization.Engine.Evaluation;
using Personalization.Engine.Models;
using Personalization.Engine.Training;
using Personalization.Tests.Engine.Training;

namespace Personalization.Tests.Engine.Evaluation;

public sealed class HoldOutTests
{
    private static readonly TrainingOptions Options = new() { Factors = 16, Epochs = 3, HoldOutShare = 0.25 };
    private static readonly TrainingLog Log = Logs.Build(Logs.BlockRecords(users: 240));

    [Fact]
    public void Training_is_before_tuning_is_before_judging()
    {
        HoldOut holdOut = HoldOut.Split(Log, Options);
        long trained = holdOut.Train.LastMs;
        Assert.True(holdOut.OfPurchases);
        Assert.True(holdOut.Train.EventCount < Log.EventCount);
        Assert.NotEmpty(holdOut.Validation);
        Assert.NotEmpty(holdOut.Test);
        Assert.All(holdOut.Validation, question => Assert.True(question.Signal.NowMs > trained));
        Assert.True(holdOut.Validation.Max(question => question.Signal.NowMs) < holdOut.Test.Min(question => question.Signal.NowMs));
    }

    [Fact]
    public void A_cases_target_is_not_in_its_history_and_nothing_of_later_is()
    {
        HoldOut holdOut = HoldOut.Split(Log, Options);
        Assert.All([.. holdOut.Validation, .. holdOut.Test], question =>
        {
            SignalEvent[] history = question.Signal.Events.ToArray();
            Assert.NotEmpty(history);
            Assert.DoesNotContain(history, happened => happened.Item == question.Target);
            Assert.All(history, happened => Assert.True(happened.TimeMs <= question.Signal.NowMs));
        });
    }

    [Fact]
    public void Metrics_have_their_known_values()
    {
        MetricSum sum = new(10);
        sum.Show(3);
        sum.Show(3);
        sum.Show(4);
        sum.Add(1);
        sum.Add(3);
        sum.Add(0);
        sum.Add(2);
        OfflineMetrics metrics = sum.Result();
        Assert.Equal(0.75, metrics.HitRate, 1e-9);
        Assert.Equal((1 + 0.5 + (1 / Math.Log2(3))) / 4, metrics.Ndcg, 1e-9);
        Assert.Equal((1 + (1.0 / 3) + 0.5) / 4, metrics.Mrr, 1e-9);
        Assert.Equal(0.2, metrics.Coverage, 1e-9);
    }

    [Fact]
    public void The_bench_that_tunes_agrees_with_the_engine_that_serves()
    {
        HoldOut holdOut = HoldOut.Split(Log, Options);
        ModelParts parts = SourceTrainer.Train(holdOut.Train, Options, new SourceParameters(), (_, _) => { }, CancellationToken.None);
        ManifestBlend blend = BlendTuner.Tune(parts, holdOut.Validation, 20, 30, CancellationToken.None);
        ModelSnapshot engine = new("v", new ItemIndex(Log.Items), parts, blend.Weights);
        Assert.True(blend.Learnt);
        Assert.True(blend.ValidationNdcg >= blend.DefaultNdcg);
        Assert.Equal(blend.ValidationNdcg, Evaluator.Engine(engine, holdOut.Validation, 20, CancellationToken.None).Ndcg, 1e-3);
    }

    [Theory]
    [InlineData(0.2, 0.1, 100, 10, true, "Passed: ")]
    [InlineData(0.1, 0.1, 100, 10, true, "Passed: ")]
    [InlineData(0.0999, 0.1, 100, 10, false, "Refused: ")]
    [InlineData(0.2, 0.1, 29, 10, true, "Passed unproven: ")]
    [InlineData(0.1, 0.2, 29, 10, false, "Refused: ")]
    [InlineData(0, 0, 0, 10, true, "Passed unproven: ")]
    [InlineData(0, 0, 0, 0, false, "Refused: ")]
    public void The_gate_passes_only_what_is_at_least_as_good_as_popular(double engine, double popular, int cases, long events, bool passed, string verdict)
    {
        Dictionary<string, OfflineMetrics> metrics = new() { ["engine"] = new(0, engine, 0, 0), ["popular"] = new(0, popular, 0, 0) };
        OfflineReport report = Gate.Judge(metrics, cases, 30, 20, events);
        Assert.Equal(passed, report.Passed);
        Assert.StartsWith(verdict, report.Verdict, StringComparison.Ordinal);
    }
}
