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

/// <summary>A generated log of many items, a model with a trained ranker, and users to rank for.</summary>
internal sealed class RankingWorld
{
    private const int EventsPerUser = 30;
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private RankingWorld(
        ModelParts parts,
        LearnedRanker ranker,
        RankingExamples examples,
        ModelSnapshot ranked,
        ModelSnapshot blended,
        UserSignal[] users)
    {
        Parts = parts;
        Ranker = ranker;
        Examples = examples;
        Ranked = ranked;
        Blended = blended;
        Users = users;
    }

    /// <summary>Gets the candidate sources.</summary>
    public ModelParts Parts { get; }

    /// <summary>Gets the ranker.</summary>
    public LearnedRanker Ranker { get; }

    /// <summary>Gets the training examples of the ranker.</summary>
    public RankingExamples Examples { get; }

    /// <summary>Gets the model with the ranker.</summary>
    public ModelSnapshot Ranked { get; }

    /// <summary>Gets the model without the ranker.</summary>
    public ModelSnapshot Blended { get; }

    /// <summary>Gets the ids of the items, by number.</summary>
    public required ItemIndex Index { get; init; }

    /// <summary>Gets users, each with the events of the log, mostly on items of one block.</summary>
    public UserSignal[] Users { get; }

    /// <summary>Gets the training options of the ranker.</summary>
    public static TrainingOptions Options(int trees) => new() { Epochs = 2, RankerTrees = trees, RankerLists = 1500 };

    /// <summary>Generates the log and trains the model.</summary>
    /// <param name="items">The number of items.</param>
    /// <param name="trees">The number of trees.</param>
    public static RankingWorld Make(int items, int trees) => Make(items, trees, items / 5, EventsPerUser, 400);

    /// <summary>Generates the log and trains the model.</summary>
    /// <param name="items">The number of items.</param>
    /// <param name="trees">The number of trees.</param>
    /// <param name="people">The number of users.</param>
    /// <param name="events">The number of events of each user.</param>
    /// <param name="blocks">The number of blocks of items. A user's events are mostly on items of one block.</param>
    public static RankingWorld Make(int items, int trees, int people, int events, int blocks)
    {
        TrainingOptions options = Options(trees);
        TrainingLog log = Generate(items, people, events, blocks);
        long cut = Start.AddMinutes(0.8 * people * events).ToUnixTimeMilliseconds();
        TrainingLog earlier = log.Before(cut);
        ModelParts parts = SourceTrainer.Train(
            earlier, options, new SourceParameters(), (_, _) => { }, CancellationToken.None);
        BlendWeights weights = BlendWeights.Default;
        RankingExamples examples = ExampleBuilder.Build(
            new(log, cut, earlier, parts, weights, weights), options, CancellationToken.None);
        LearnedRanker ranker = new TrainedRanker(
            new LightGbmRankLearner().Learn(examples, options, CancellationToken.None),
            ItemStatisticsTrainer.Train(earlier, options)).Over(parts, weights);
        ItemIndex index = new(log.Items);
        int drawn = Math.Min(1000, people);
        UserSignal[] users = [.. Enumerable.Range(
            0, drawn).Select(user => new UserSignal(log.EventsOf(user * (log.UserSlots / drawn)), log.LastMs))];
        return new(
            parts,
            ranker,
            examples,
            new("ranked", index, parts, weights, weights, ranker, ranker),
            new("blended", index, parts, weights),
            users)
        {
            Index = index,
        };
    }

    // Each user has one event per step, so the last fifth of the log has later events of the same users.
    private static TrainingLog Generate(int items, int users, int events, int blocks)
    {
        Random random = new(1);
        TrainingLogBuilder builder = new(EventVocabulary.Default);
        long position = 0;
        for (int step = 0; step < events; step++)
        {
            for (int user = 0; user < users; user++)
            {
                int block = random.Next(10) < 8 ? user % blocks : random.Next(blocks);
                double skew = random.NextDouble();
                int item = (int)(skew * skew * (items / blocks)) * blocks + block;
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
