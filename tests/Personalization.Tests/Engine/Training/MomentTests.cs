using System.Text.Json;
using Personalization.Abstractions.EventLog;
using Personalization.Engine.Datasets;
using Personalization.Engine.Evaluation;
using Personalization.Engine.Models;
using Personalization.Engine.Retrieval;
using Personalization.Engine.Training;
using Personalization.Testing.Worlds;

namespace Personalization.Tests.Engine.Training;

/// <summary>The blends of the moments of a visit in worlds with a known answer.</summary>
[Trait("Category", "Training")]
public sealed class MomentTests
{
    private static readonly TrainingOptions Options =
        new() { Factors = 16, Epochs = 4, HoldOutShare = 0.25, RankerTrees = 0 };

    [Fact]
    public void In_a_mixed_world_the_blends_of_the_moments_beat_the_common_blend_and_no_source_beats_them()
    {
        (ModelSnapshot model, EvaluationCase[] questions) = Train(MomentWorld.Mixed(), 60);
        ListMoments moments = model.Moments!.Fresh!;
        Assert.NotEqual(moments.Opening.Weights, moments.InSession.Weights);
        Assert.All([moments.Opening, moments.InSession], choice =>
        {
            Assert.True(choice.Cases > 200, $"{choice}");
            Assert.True(choice.Ndcg >= choice.CommonNdcg, $"{choice}");
            Assert.True(choice.Ndcg >= choice.SourceNdcg - choice.SourceError, $"{choice}");
        });
        ModelSnapshot common = new("v1", model.Items, model.Parts, model.Manifest!.Blend.Weights);
        PairedGain gain = PairedGain.Of(
            [.. questions.Select(question => question.User)], Ndcgs(common, questions), Ndcgs(model, questions));
        Assert.True(gain.IsReal, $"{gain}");
        AssertNotBelowAnySource(model, questions, Moment.Opening);
        AssertNotBelowAnySource(model, questions, Moment.InSession);
    }

    [Fact]
    public void With_returning_customers_taste_decides_the_opening_and_no_source_beats_the_blend()
    {
        (ModelSnapshot model, EvaluationCase[] questions) = Train(BasketWorld.Returning(), 60);
        ListMoments moments = model.Moments!.Fresh!;
        Assert.True(moments.Opening.Cases > 200, $"{moments.Opening}");
        Assert.Contains(moments.Opening.Source, (string?[])["factors", "linear", "itemToItem"]);
        Assert.Equal(0, moments.InSession.Cases);
        Assert.Null(moments.InSession.Weights);
        AssertNotBelowAnySource(model, questions, Moment.Opening);
    }

    [Fact]
    public void With_single_sessions_no_moment_is_an_opening_and_no_source_beats_the_blend()
    {
        (ModelSnapshot model, EvaluationCase[] questions) = Train(MomentWorld.Sessions(), 15);
        ListMoments moments = model.Moments!.Fresh!;
        Assert.Equal(0, moments.Opening.Cases);
        Assert.Null(moments.Opening.Weights);
        Assert.True(moments.InSession.Cases > 200, $"{moments.InSession}");
        AssertNotBelowAnySource(model, questions, Moment.InSession);
    }

    [Fact]
    public void Two_trainings_of_a_mixed_world_give_equal_bytes_on_any_number_of_threads()
    {
        TrainingLog log = Logs.Build(MomentWorld.Mixed(users: 150));
        var one = ModelTrainer.Train(log, Options, "v1", Logs.Start, null, CancellationToken.None).Files;
        var two = ModelTrainer.Train(
            log, Options with { Threads = 3 }, "v1", Logs.Start, null, CancellationToken.None).Files;
        Assert.Contains("moments.json", one.Keys);
        Assert.Equal(one.Keys, two.Keys);
        Assert.All(one, file => Assert.True(file.Value.Span.SequenceEqual(two[file.Key].Span), file.Key));
    }

    private static (ModelSnapshot Model, EvaluationCase[] Questions) Train(List<LogRecord> records, double days)
    {
        TrainingLog log = Logs.Build(records);
        long cut = Logs.Start.AddDays(days).ToUnixTimeMilliseconds();
        TrainingLog known = log.Before(cut);
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files =
            ModelTrainer.Train(known, Options, "v1", Logs.Start, null, CancellationToken.None).Files;
        ModelSnapshot model = ModelSnapshot.Load("v1", files);
        Assert.Equal(
            JsonSerializer.Serialize(model.Moments), JsonSerializer.Serialize(ModelSnapshot.Load("v1", files).Moments));
        return (model, [.. Questions(log, cut, model.Items)]);
    }

    /// <summary>Gets the choices after the cut, each with all earlier events of the user.</summary>
    private static IEnumerable<EvaluationCase> Questions(TrainingLog log, long cut, ItemIndex items)
    {
        for (int user = 0; user < log.UserSlots; user++)
        {
            SignalEvent[] events = log.EventsOf(user).ToArray();
            foreach (SignalEvent happened in events.Where(happened => happened.TimeMs >= cut))
            {
                SignalEvent[] history = [.. events.Where(before => before.TimeMs < happened.TimeMs)];
                if (history.Length > 0
                    && !history.Any(before => before.Item == happened.Item)
                    && history.All(before => before.Item < items.Count)
                    && items.TryGet(log.Items[happened.Item], out int target))
                {
                    yield return new(new(history, happened.TimeMs), target, user);
                }
            }
        }
    }

    private static double[] Ndcgs(ModelSnapshot model, EvaluationCase[] questions) =>
        Evaluator.Ndcgs(model, questions, 20, 1, CancellationToken.None);

    /// <summary>Asserts that the engine loses at most one standard error or one percent to each source.</summary>
    private static void AssertNotBelowAnySource(ModelSnapshot model, EvaluationCase[] questions, Moment moment)
    {
        ModelParts parts = model.Parts;
        EvaluationCase[] own =
            [.. questions.Where(question => question.Signal.MomentOf(parts.SessionGapMs) == moment)];
        Assert.True(own.Length > 300, $"{own.Length} questions");
        int[] users = [.. own.Select(question => question.User)];
        double[] engine = Ndcgs(model, own);
        SourceEvaluator evaluator = new(
            own,
            parts.ItemCount,
            parts.Sessions.Sessions.Rows,
            parts.Factors.Parameters.Factors,
            parts.SessionGapMs,
            20);
        Assert.All(parts.Sources, source =>
        {
            double[] alone = evaluator.Ndcgs(source, 1, CancellationToken.None);
            PairedGain gain = PairedGain.Of(users, alone, engine);
            Assert.True(
                gain.IsNoLoss || gain.Mean > -0.01 * alone.Average(),
                $"{moment}: engine {engine.Average():0.0000}, {source.Name} {alone.Average():0.0000}");
        });
    }
}
