using Personalization.Benchmarks.Quality.Layouts;
using Personalization.Benchmarks.Quality.Peers;
using Personalization.Benchmarks.Quality.Questions;
using Personalization.Benchmarks.Quality.Rankers;
using Personalization.Engine.Datasets;
using Personalization.Engine.Retrieval;

namespace Personalization.IntegrationTests.Benchmarks.Quality;

/// <summary>The simple peers against scores computed by hand.</summary>
public sealed class PeerTests
{
    private const long Minute = 60_000;

    // three sessions: a b c, then b c, then c a
    private static readonly TrainingLog Log = LogOf([0, 1, 2], [1, 2], [2, 0]);

    [Fact]
    public void A_Markov_chain_counts_the_steps_from_the_last_item() =>
        Assert.Equal([1, 0, 0], ScoresOf(MarkovPeer.Of(Log), 1, 2));

    [Fact]
    public void Item_neighbours_are_shrunk_cosines()
    {
        double[] scores = ScoresOf(ItemNeighboursPeer.Of(Log, 2), 0);

        // a has 2 users, b 2 and c 3; a and b share 1 user, a and c share 2
        Assert.Equal(1 / (Math.Sqrt(4) + 2), scores[1], 6);
        Assert.Equal(2 / (Math.Sqrt(6) + 2), scores[2], 6);
        Assert.Equal(0, scores[0]);
    }

    [Fact]
    public void Session_neighbours_vote_as_published()
    {
        double[] scores = ScoresOf(SessionNeighboursPeer.Of(Log, 30 * Minute), 0, 1);

        // similarities to the session a b: 1/2 + 1 for a b c, 1 for b c, 1/2 for c a; the last shares only the older a
        Assert.Equal(((1.5 * 1) + (.5 * .9)) * Math.Log(3 / 2.0), scores[0], 9);
        Assert.Equal((1.5 + 1) * Math.Log(3 / 2.0), scores[1], 9);
        Assert.Equal(0, scores[2]); // c is in every session
    }

    [Fact]
    public void Ease_with_a_huge_ridge_ranks_by_counts_of_shared_users()
    {
        double[] scores = ScoresOf(EasePeer.Of(Log, 1000, 1, 1), 0);

        Assert.Equal(2, scores[2] / scores[1], 1);
    }

    private static double[] ScoresOf(ScoreRanker ranker, params int[] items)
    {
        double[] scores = new double[3];
        SignalEvent[] events = [.. items.Select((item, at) => new SignalEvent(item, 1, at * Minute))];
        ranker.Score(new Question(new UserSignal(events, items.Length * Minute), [0], [], []), scores);
        return scores;
    }

    private static TrainingLog LogOf(params int[][] sessions)
    {
        LogDraft draft = new();
        for (int item = 0; item < 3; item++)
        {
            _ = draft.Item($"{item}");
        }

        for (int session = 0; session < sessions.Length; session++)
        {
            for (int at = 0; at < sessions[session].Length; at++)
            {
                draft.Add(
                    draft.User($"u{session}"), sessions[session][at], 1, ((session * 60) + at) * Minute);
            }
        }

        return draft.Build();
    }
}
