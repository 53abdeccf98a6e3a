using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;
using Personalization.Engine.Training.Ranker;
using Personalization.Engine.Training.Sources;

namespace Personalization.Benchmarks.Serving.Ranking;

/// <summary>A generated log of many items, a model over it with a trained ranker, and users to rank for.</summary>
internal sealed class RankingWorld
{
    private const int Blocks = 400;
    private const int EventsPerUser = 30;
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private RankingWorld(
        ModelParts parts,
        LearnedRanker ranker,
        RankingExamples examples,
        ModelSnapshot learnt,
        ModelSnapshot blended,
        UserSignal[] users) =>
        (Parts, Ranker, Examples, Learnt, Blended, Users) = (parts, ranker, examples, learnt, blended, users);

    /// <summary>The sources.</summary>
    public ModelParts Parts { get; }

    /// <summary>The ranker.</summary>
    public LearnedRanker Ranker { get; }

    /// <summary>The training examples of the ranker.</summary>
    public RankingExamples Examples { get; }

    /// <summary>The model with the ranker.</summary>
    public ModelSnapshot Learnt { get; }

    /// <summary>The same model without it.</summary>
    public ModelSnapshot Blended { get; }

    /// <summary>Users with 30 events each, on items they chose within a block of taste.</summary>
    public UserSignal[] Users { get; }

    /// <summary>The training options of the ranker.</summary>
    public static TrainingOptions Options(int trees) => new() { Epochs = 2, RankerTrees = trees, RankerLists = 1500 };

    /// <summary>Generates and trains.</summary>
    /// <param name="items">How many items.</param>
    /// <param name="trees">How many trees.</param>
    public static RankingWorld Make(int items, int trees)
    {
        TrainingOptions options = Options(trees);
        TrainingLog log = Generate(items, items / 5);
        long cut = Start.AddMinutes(0.8 * items / 5 * EventsPerUser).ToUnixTimeMilliseconds();
        TrainingLog earlier = log.Before(cut);
        ModelParts parts = SourceTrainer.Train(
            earlier, options, new SourceParameters(), (_, _) => { }, CancellationToken.None);
        BlendWeights weights = BlendWeights.Default;
        RankingExamples examples = ExampleBuilder.Build(
            new(log, cut, earlier, parts, weights, weights), options, CancellationToken.None);
        LearnedRanker ranker = new TrainedRanker(
            new LightGbmRankLearner().Learn(examples, options, CancellationToken.None),
            ItemStatisticsTrainer.Train(earlier)).Over(parts, weights);
        ItemIndex index = new(log.Items);
        UserSignal[] users = [.. Enumerable.Range(
            0, 1000).Select(user => new UserSignal(log.EventsOf(user * (log.UserSlots / 1000)), log.LastMs))];
        return new(
            parts,
            ranker,
            examples,
            new("learnt", index, parts, weights, weights, ranker, ranker),
            new("blended", index, parts, weights),
            users);
    }

    // every user does one thing a round, so the last fifth of the log is the later life of the same users
    private static TrainingLog Generate(int items, int users)
    {
        Random random = new(1);
        TrainingLogBuilder builder = new(EventVocabulary.Default);
        long position = 0;
        for (int step = 0; step < EventsPerUser; step++)
        {
            for (int user = 0; user < users; user++)
            {
                int block = random.Next(10) < 8 ? user % Blocks : random.Next(Blocks);
                double skew = random.NextDouble();
                int item = (int)(skew * skew * (items / Blocks)) * Blocks + block;
                string type = random.Next(8) == 0 ? EventTypes.Purchase : EventTypes.View;
                builder.Add(Record(++position, $"u{user}", $"i{item}", type));
            }
        }

        return builder.Build();
    }

    private static LogRecord Record(long position, string user, string item, string type) =>
        new(position, user, new EventEntry
        {
            Sequence = position,
            ReceivedAt = Start,
            Event = new UserEvent
            {
                EventId = $"e{position}",
                UserId = UserId.Create(user),
                Type = type,
                ItemId = ItemId.Create(item),
                OccurredAt = Start.AddMinutes(position)
            },
        });
}
