using Personalization.Benchmarks.Quality.Questions;
using Personalization.Benchmarks.Quality.Rankers;
using Personalization.Engine.Datasets;
using Personalization.Engine.Models;

namespace Personalization.Benchmarks.Quality.Peers;

/// <summary>Simple published methods with their best settings on a hold-out of the training log.</summary>
internal static class PeerRankers
{
    private const int Megabytes = 100;
    private const int SearchMegabytes = 36;

    /// <summary>Chooses the settings on the validation cases that the engine also chooses on.</summary>
    /// <param name="log">The log.</param>
    /// <param name="options">The options of the hold-out.</param>
    /// <param name="seenAllowed">Whether the lists may repeat seen items.</param>
    public static PeerSettings Choose(TrainingLog log, TrainingOptions options, bool seenAllowed)
    {
        HoldOut holdOut = HoldOut.Split(log, options);
        IReadOnlyList<EvaluationCase> cases = seenAllowed ? holdOut.Returning : holdOut.Validation;
        Protocol protocol = new(
            "hold-out", holdOut.Train, [.. cases.Select(QuestionOf)], options.ListLength, [Metric.Ndcg]);
        float Best(float[] values, Func<float, ScoreRanker> train) => cases.Count == 0
            ? values[values.Length / 2]
            : values.MaxBy(value => QualityEvaluator.Judge(protocol, train(value), options.Threads).Values[0]);
        return new(
            Best(EasePeer.Ridges, ridge => EasePeer.Of(holdOut.Train, ridge, SearchMegabytes, options.Threads)),
            Best(ItemNeighboursPeer.Shrinkages, value => ItemNeighboursPeer.Of(holdOut.Train, value)));
    }

    /// <summary>Trains the peers on a log.</summary>
    public static IEnumerable<ScoreRanker> Train(TrainingLog log, PeerSettings settings, TrainingOptions options) =>
    [
        EasePeer.Of(log, settings.Ridge, Megabytes, options.Threads),
        ItemNeighboursPeer.Of(log, settings.Shrinkage),
        MarkovPeer.Of(log),
        SessionNeighboursPeer.Of(log, options.SessionGapMs),
    ];

    private static Question QuestionOf(EvaluationCase testCase)
    {
        int[] masked = testCase.SeenAllowed
            ? []
            : [.. testCase.Signal.Events.ToArray().Select(happened => happened.Item).Distinct()];
        return new(testCase.Signal, [testCase.Target], masked, []) { MasksSeen = !testCase.SeenAllowed };
    }
}
