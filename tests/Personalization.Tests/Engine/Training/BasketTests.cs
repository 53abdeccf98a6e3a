using System.Text.Json;
using Personalization.Engine.Datasets;
using Personalization.Engine.Evaluation;
using Personalization.Engine.Models;
using Personalization.Engine.Retrieval;
using Personalization.Engine.Training;
using Personalization.Testing.Worlds;

namespace Personalization.Tests.Engine.Training;

/// <summary>No step of a training asks for an item of a basket after it has seen the rest of the basket.</summary>
[Trait("Category", "Training")]
public sealed class BasketTests
{
    private static readonly TrainingOptions Options = new() { Factors = 16, Epochs = 4, HoldOutShare = 0.25 };

    [Fact]
    public void The_search_of_the_linear_and_every_other_source_never_sees_the_own_basket()
    {
        JsonElement manifest = JsonDocument.Parse(TrainPairs().Files["manifest.json"]).RootElement;
        Assert.Equal(
            ["sessions", "itemToItem", "transitions", "repeats", "linear", "factors"],
            manifest.GetProperty("choices").EnumerateArray()
                .Select(choice => choice.GetProperty("source").GetString())
                .Where(source => !source!.Contains(' ')));
        Assert.All(
            manifest.GetProperty("choices").EnumerateArray(),
            choice => Assert.InRange(choice.GetProperty("ndcg").GetDouble(), 0, 0.15));
    }

    [Fact]
    public void The_blends_and_the_gate_never_see_the_own_basket()
    {
        TrainedModel trained = TrainPairs();
        Assert.All(
            trained.Version.Report.Metrics,
            metric => Assert.True(metric.Value.Ndcg < 0.15, $"{metric.Key}: {metric.Value.Ndcg}"));
        JsonElement manifest = JsonDocument.Parse(trained.Files["manifest.json"]).RootElement;
        Assert.All(
            ["blend", "returning"],
            blend => Assert.InRange(manifest.GetProperty(blend).GetProperty("validationNdcg").GetDouble(), 0, 0.15));
    }

    [Fact]
    public void With_returning_customers_the_engine_is_not_below_its_best_source()
    {
        // the questions are the customers' last visits: each item of the basket that is new for the customer
        TrainingLog log = Logs.Build(BasketWorld.Returning());
        long lastVisit = Logs.Start.AddDays(60).ToUnixTimeMilliseconds();
        TrainingLog known = log.Before(lastVisit);
        ModelSnapshot model = ModelSnapshot.Load(
            "v1", ModelTrainer.Train(known, Options, "v1", Logs.Start, null, CancellationToken.None).Files);
        EvaluationCase[] questions = [.. Questions(log, known, model.Items)];
        Assert.True(questions.Length > 1500);
        int[] users = [.. questions.Select(question => question.User)];
        double[] engine = Evaluator.Ndcgs(model, questions, 20, 1, CancellationToken.None);
        ModelParts parts = model.Parts;
        SourceEvaluator evaluator = new(
            questions,
            parts.ItemCount,
            parts.Sessions.Sessions.Rows,
            parts.Factors.Parameters.Factors,
            parts.SessionGapMs,
            20);
        Assert.All(parts.Sources, source =>
        {
            double[] alone = evaluator.Ndcgs(source, 1, CancellationToken.None);
            PairedGain gain = PairedGain.Of(users, alone, engine);
            Assert.True(gain.IsNoLoss, $"engine {engine.Average():0.0000}, {source.Name} {alone.Average():0.0000}");
        });
    }

    private static TrainedModel TrainPairs() => ModelTrainer.Train(
        Logs.Build(BasketWorld.Pairs()), Options, "v1", Logs.Start, null, CancellationToken.None);

    private static IEnumerable<EvaluationCase> Questions(TrainingLog log, TrainingLog known, ItemIndex items)
    {
        for (int user = 0; user < log.UserSlots; user++)
        {
            SignalEvent[] history = known.EventsOf(user).ToArray();
            foreach (SignalEvent line in log.EventsOf(user)[history.Length..].ToArray())
            {
                if (!history.Any(happened => happened.Item == line.Item)
                    && items.TryGet(log.Items[line.Item], out int target))
                {
                    yield return new(new(history, line.TimeMs), target, user);
                }
            }
        }
    }
}
