using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Models;
using Personalization.Engine.Datasets;
using Personalization.Engine.Evaluation;
using Personalization.Engine.Models;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;
using Personalization.Engine.Training.Search;
using Personalization.Engine.Training.Sources;
using Personalization.Testing.Worlds;

namespace Personalization.Tests.Engine.Datasets;

public sealed class HoldOutTests
{
    private static readonly TrainingOptions Options = new() { Factors = 16, Epochs = 3, HoldOutShare = 0.25 };
    private static readonly TrainingLog Log = Logs.Build(Logs.BlockRecords(users: 240));

    [Fact]
    public void Training_events_precede_validation_cases_precede_test_cases()
    {
        HoldOut holdOut = HoldOut.Split(Log, Options);
        long trained = holdOut.Train.LastMs;
        Assert.True(holdOut.OfPurchases);
        Assert.True(holdOut.Train.EventCount < Log.EventCount);
        Assert.NotEmpty(holdOut.Validation);
        Assert.NotEmpty(holdOut.Test);
        Assert.All(holdOut.Validation, question => Assert.True(question.Signal.NowMs > trained));
        long lastValidation = holdOut.Validation.Max(question => question.Signal.NowMs);
        Assert.True(lastValidation < holdOut.Test.Min(question => question.Signal.NowMs));
    }

    [Fact]
    public void A_history_has_no_target_and_no_later_events()
    {
        HoldOut holdOut = HoldOut.Split(Log, Options);
        Assert.All([.. holdOut.Validation, .. holdOut.Test], question =>
        {
            SignalEvent[] history = question.Signal.Events.ToArray();
            Assert.NotEmpty(history);
            Assert.DoesNotContain(history, happened => happened.Item == question.Target);
            Assert.All(history, happened => Assert.True(happened.TimeMs < question.Signal.NowMs));
        });
    }

    [Fact]
    public void A_history_never_has_an_event_of_the_targets_own_basket()
    {
        HoldOut holdOut = HoldOut.Split(Logs.Build(BasketWorld.Pairs()), Options);
        Assert.True(Math.Min(holdOut.Validation.Count, holdOut.Test.Count) > 100);
        Assert.True(holdOut.Returning.Count > 100);
        Assert.All([.. holdOut.Validation, .. holdOut.Test, .. holdOut.Returning], question =>
        {
            Assert.NotEqual(0, question.Signal.Events.Length);
            Assert.True(question.Signal.Events.Span[^1].TimeMs < question.Signal.NowMs);
        });
    }

    [Fact]
    public void A_basket_after_a_basket_of_the_same_items_continues_it_and_has_no_repeat_case()
    {
        // each user puts two items into the cart at one time and then buys both at one time
        TrainingLog log = Logs.Build(Enumerable.Range(0, 200).SelectMany(user => new[]
        {
            Logs.Event($"u{user}", "a", "view", user * 10),
            Logs.Event($"u{user}", "b", "addToCart", (user * 10) + 1),
            Logs.Event($"u{user}", "c", "addToCart", (user * 10) + 1),
            Logs.Event($"u{user}", "b", "purchase", (user * 10) + 2),
            Logs.Event($"u{user}", "c", "purchase", (user * 10) + 2),
            Logs.Event($"u{user}", "a", "purchase", (user * 10) + 2),
        }));
        EvaluationCase[] returning = [.. HoldOut.Split(log, Options).Returning];
        Assert.NotEmpty(returning);
        Assert.All(
            returning,
            question => Assert.Equal(("a", 3), (log.Items[question.Target], question.Signal.Events.Length)));
    }

    [Fact]
    public void An_event_of_the_same_type_is_a_repeat_case_and_a_continuation_is_not()
    {
        IEnumerable<LogRecord> Visit(string user, double minutes, string last) =>
            [
                Logs.Event(user, "a", "view", minutes),
                Logs.Event(user, "b", "view", minutes + 1),
                Logs.Event(user, "b", last, minutes + 2)
            ];
        TrainingLog log = Logs.Build(Enumerable.Range(0, 200)
            .SelectMany(user => Visit($"u{user}", user * 10, user % 2 == 0 ? "view" : "addToCart")));
        EvaluationCase[] returning = [.. HoldOut.Split(log, Options).Returning];
        Assert.Contains(returning, Again);
        Assert.All(returning.Where(Again), question => Assert.Equal(
            log.EventsOf(question.User).Span[1].Weight, log.EventsOf(question.User).Span[2].Weight));
        Assert.Equal(2, returning.Where(question => question.Signal.Events.Length == 1)
            .Select(question => log.EventsOf(question.User).Span[2].Weight)
            .Distinct()
            .Count());

        static bool Again(EvaluationCase question) => question.Signal.Events.Span[^1].Item == question.Target;
    }

    [Fact]
    public void The_blend_learns_repeat_consumption()
    {
        // the last quarter of the log has new users; each repeats five items that no other user has seen
        Random random = new(5);
        string Item(int user) => user < 300 ? $"i{random.Next(100)}" : $"own{user}-{random.Next(5)}";
        TrainingLog log = Logs.Build(Enumerable.Range(0, 400).SelectMany(user =>
            Enumerable.Range(0, 12).Select(step => Logs.Event($"u{user}", Item(user), "view", (user * 20) + step))));
        HoldOut holdOut = HoldOut.Split(log, Options);
        ModelParts parts = SourceTrainer.Train(
            holdOut.Train, Options, new SourceParameters(), (_, _) => { }, CancellationToken.None);
        ManifestBlend blend = BlendTuner.Tune(parts, holdOut.Returning, 20, 30, CancellationToken.None);
        Assert.True(blend.Weights.Repeats > 0, $"{blend.Weights}");
        Assert.True(blend.ValidationNdcg > blend.DefaultNdcg + 0.3, $"NDCG {blend.ValidationNdcg}");
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
    public void The_tuning_bench_agrees_with_the_serving_engine()
    {
        HoldOut holdOut = HoldOut.Split(Log, Options);
        ModelParts parts = SourceTrainer.Train(
            holdOut.Train, Options, new SourceParameters(), (_, _) => { }, CancellationToken.None);
        ManifestBlend blend = BlendTuner.Tune(parts, holdOut.Validation, 20, 30, CancellationToken.None);
        ModelSnapshot engine = new("v", new ItemIndex(Log.Items), parts, blend.Weights);
        Assert.True(blend.Learned);
        Assert.True(blend.ValidationNdcg >= blend.DefaultNdcg);
        Assert.Equal(
            blend.ValidationNdcg, Evaluator.Engine(engine, holdOut.Validation, 20, CancellationToken.None).Ndcg, 1e-3);
    }

    [Fact]
    public void The_candidate_bench_agrees_with_the_serving_engine()
    {
        HoldOut holdOut = HoldOut.Split(Log, Options);
        ModelParts parts = SourceTrainer.Train(
            holdOut.Train, Options, new SourceParameters(), (_, _) => { }, CancellationToken.None);
        ManifestBlend given = BlendTuner.TuneGiven(parts, holdOut.Validation, Options, CancellationToken.None);
        ModelSnapshot engine = new("v", new ItemIndex(Log.Items), parts, BlendWeights.Default, given: given.Weights);
        Assert.True(given.Learned);
        Assert.True(given.ValidationNdcg >= given.DefaultNdcg);

        // the order of all negatives by the engine gives the expected NDCG for 99 sampled negatives
        SampledNegatives sample = new(Log.ItemCount, Options.Seed);
        SeenItemFilter filter = new(Log.ItemCount);
        Assert.Equal(given.ValidationNdcg, holdOut.Validation.Select((question, place) =>
        {
            int[] items = sample.Of(question, place, filter);
            RankedItem[] list = engine.Score(question.Signal, items, CancellationToken.None);
            float own = list.Single(ranked => ranked.Item == question.Target).Score;
            return new SampledGain(items.Length - 1).Of(
                list.Count(ranked => ranked.Score > own), list.Count(ranked => ranked.Score == own) - 1);
        }).Average(), 1e-3);
    }

    [Fact]
    public void The_candidate_blend_does_not_depend_on_the_number_of_threads()
    {
        HoldOut holdOut = HoldOut.Split(Log, Options);
        ModelParts parts = SourceTrainer.Train(
            holdOut.Train, Options, new SourceParameters(), (_, _) => { }, CancellationToken.None);
        Assert.Equal(
            BlendTuner.TuneGiven(parts, holdOut.Validation, Options with { Threads = 1 }, CancellationToken.None),
            BlendTuner.TuneGiven(parts, holdOut.Validation, Options with { Threads = 3 }, CancellationToken.None));
    }

    [Fact]
    public void A_fold_of_the_bench_leaves_out_all_cases_of_its_users_and_keeps_the_other_results()
    {
        HoldOut holdOut = HoldOut.Split(Log, Options);
        IReadOnlyList<EvaluationCase> cases = [.. holdOut.Validation, .. holdOut.Validation.Take(9)];
        ModelParts parts = SourceTrainer.Train(
            holdOut.Train, Options, new SourceParameters(), (_, _) => { }, CancellationToken.None);
        BlendBench bench = new(
            BlendCases.Brought(parts, cases, 20, 1, CancellationToken.None),
            parts.Sources.Count,
            new ListMeasure(20),
            new UserFolds(cases),
            1,
            CancellationToken.None);
        float[] weights = BlendWeights.Default.ToArray();
        double[] all = bench.Ndcgs(weights);
        int[] users = [.. cases.Select(question => question.User).Distinct()];
        int FoldOf(int at) => Array.IndexOf(users, cases[at].User) % UserFolds.Count;
        Assert.All(Enumerable.Range(0, UserFolds.Count), fold => Assert.Equal(
            Enumerable.Range(0, all.Length).Where(i => FoldOf(i) != fold).Select(i => all[i]),
            bench.Without(fold).Ndcgs(weights)));
        float[][] byFold = [.. Enumerable.Range(0, UserFolds.Count).Select(BlendTuner.Alone)];
        double[][] alone = [.. byFold.Select(bench.Ndcgs)];
        Assert.Equal(Enumerable.Range(0, all.Length).Select(i => alone[FoldOf(i)][i]), bench.FoldedNdcgs(byFold));
    }

    [Fact]
    public void Cases_of_a_single_user_do_not_fail_the_tuning()
    {
        HoldOut holdOut = HoldOut.Split(Log, Options);
        ModelParts parts = SourceTrainer.Train(
            holdOut.Train, Options, new SourceParameters(), (_, _) => { }, CancellationToken.None);
        IReadOnlyList<EvaluationCase> cases = [.. Enumerable.Repeat(holdOut.Validation[0], 40)];
        ManifestBlend blend = BlendTuner.Tune(parts, cases, 20, 30, CancellationToken.None);
        Assert.Equal(40, blend.Cases);
        Assert.True(blend.ValidationNdcg >= blend.DefaultNdcg);
    }

    [Theory]
    [InlineData(0.2, 0.1, 100, 10, true, "Passed: ")]
    [InlineData(0.1, 0.1, 100, 10, true, "Passed: ")]
    [InlineData(0.0999, 0.1, 100, 10, true, "Passed: ")]
    [InlineData(0.0001, 0.1, 100, 10, false, "Refused: ")]
    [InlineData(0.2, 0.1, 29, 10, true, "Passed unproven: ")]
    [InlineData(0.1, 0.19, 29, 10, true, "Passed unproven: ")]
    [InlineData(0.1, 0.3, 29, 10, false, "Refused: ")]
    [InlineData(0, 0, 0, 10, true, "Passed unproven: ")]
    [InlineData(0, 0, 0, 0, false, "Refused: ")]
    public void The_gate_refuses_models_that_are_certainly_worse_than_popular(
        double engine, double popular, int cases, long events, bool passed, string verdict)
    {
        Dictionary<string, OfflineMetrics> metrics =
            new() { ["engine"] = new(0, engine, 0, 0), ["popular"] = new(0, popular, 0, 0) };
        OfflineReport report = PromotionGate.Judge(
            metrics, cases, 30, 20, events, new(engine - popular, 0.02));
        Assert.Equal(passed, report.Passed);
        Assert.StartsWith(verdict, report.Verdict, StringComparison.Ordinal);
    }
}
