using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;
using Personalization.Engine.Training.Sources;
using Personalization.Testing.Worlds;

namespace Personalization.Tests.Engine.Retrieval;

/// <summary>Compares the indexed sources with brute-force implementations.</summary>
public sealed class NeighbourOracleTests
{
    private const double Minute = 60_000;

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void Session_neighbours_equal_brute_force(int seed)
    {
        TrainingLog log = Logs.Random(seed);
        SessionParameters parameters = new(new(8, 0.8f, 0.7f, 0.4f), 6, 0.5f, 0.7f, 4);
        SessionSource source = SessionTrainer.Train(log, new TrainingOptions { SessionsPerItem = 5 }, parameters);
        for (int user = 0; user < log.UserSlots; user++)
        {
            Workspace work = Work(log, user, source.Sessions.Rows);
            Candidate[] found = new Candidate[log.ItemCount];
            int count = source.Collect(work, CandidateFilter.Open, found);
            Dictionary<int, double> expected = Oracle(log, work.Interactions.Span.ToArray(), parameters, 5);
            Assert.NotEmpty(expected);
            Assert.Equal(expected.Count, count);
            Assert.All(
                found[..count],
                candidate => Assert.Equal(expected[candidate.Item], candidate.Score, 1e-3 * expected[candidate.Item]));
        }
    }

    [Theory, InlineData(4), InlineData(5)]
    public void Co_visitation_equals_brute_force(int seed)
    {
        TrainingLog log = Logs.Random(seed);
        CoVisitationParameters parameters = new(new(8, 0.8f, 0.7f, 0.4f), 3, 0.6f, 5);
        CoVisitationSource source = CoVisitationTrainer.Train(
            log, new TrainingOptions { Neighbours = 1000 }, parameters, CancellationToken.None);
        double[,] pairs = new double[log.ItemCount, log.ItemCount];
        for (int user = 0; user < log.UserSlots; user++)
        {
            SignalEvent[] events = log.EventsOf(user).ToArray();
            for (int a = 0; a < events.Length; a++)
            {
                for (int b = Math.Max(0, a - 3); b <= Math.Min(events.Length - 1, a + 3); b++)
                {
                    double apart = Math.Abs(events[a].TimeMs - events[b].TimeMs) / Minute;
                    double steps = Math.Pow(0.6, Math.Abs(a - b) - 1);
                    pairs[events[a].Item, events[b].Item] += steps * (0.02 + (0.98 * Math.Exp(-apart / 5)));
                }
            }
        }

        for (int item = 0; item < log.ItemCount; item++)
        {
            int[] targets = source.Neighbours.Targets(item).ToArray();
            Assert.Equal(
                Enumerable.Range(0, log.ItemCount).Count(other => other != item && pairs[item, other] > 0),
                targets.Length);
            Assert.All(targets, (target, at) => Assert.Equal(
                pairs[item, target], source.Neighbours.Weights(item)[at], 1e-3 * pairs[item, target]));
        }
    }

    [Fact]
    public void Popularity_halves_with_every_half_life()
    {
        const double Day = 24 * 60;
        TrainingLog log = Logs.Build([
            Logs.Event("u", "old", "purchase", 0, 1),
            Logs.Event("u", "mid", "view", 10 * Day, 2),
            Logs.Event("v", "mid", "dismiss", 10 * Day, 3),
            Logs.Event("v", "mid", "like", 20 * Day, 4),
            Logs.Event("v", "new", "view", 20 * Day, 5),
        ]);
        PopularSource popular = PopularityTrainer.Train(log, new TrainingOptions { PopularHalfLifeDays = 10 });
        Assert.Equal(5 * 0.25, popular.Scores[log.Number("old")], 1e-6);
        Assert.Equal(4 + ((1 - 5) * 0.5), popular.Scores[log.Number("mid")], 1e-6);
        Assert.Equal(1, popular.Scores[log.Number("new")], 1e-6);
        Assert.Equal(["mid", "old", "new"], popular.Order.ToArray().Select(item => log.Items[item]));
    }

    private static Workspace Work(TrainingLog log, int user, int sessions)
    {
        Workspace work = new(log.ItemCount, sessions, 8);
        work.Interactions.Fold(log.EventsOf(user).Span, new TrainingOptions().SessionGapMs);
        return work;
    }

    private static Dictionary<int, double> Oracle(
        TrainingLog log, Interaction[] interactions, SessionParameters parameters, int perItem)
    {
        List<(long End, int User, int From, Dictionary<int, double> Minutes)> sessions = Sessions(log);
        double Rarity(int item) => Math.Pow(
            Math.Log(1 + ((double)sessions.Count / sessions.Count(session => session.Minutes.ContainsKey(item)))),
            parameters.RarityPower);
        List<(double Nearness, int Rank, int Evidence)> near = [];
        for (int rank = 0; rank < sessions.Count; rank++)
        {
            double sum = 0;
            (double Most, int Item) evidence = (0, -1);
            for (int at = 0; at < Math.Min(interactions.Length, parameters.Seeds.Limit); at++)
            {
                int item = interactions[at].Item;
                bool indexed = sessions[rank].Minutes.ContainsKey(item)
                    && sessions.Take(rank).Count(session => session.Minutes.ContainsKey(item)) < perItem;
                double seed = Math.Pow(0.8, at)
                    * Math.Pow(0.7, interactions[at].SessionsAgo)
                    * Math.Pow(interactions[at].Weight, 0.4);
                double share = indexed ? seed * Rarity(item) / Math.Sqrt(sessions[rank].Minutes.Count) : 0;
                sum += share;
                evidence = share > evidence.Most ? (share, item) : evidence;
            }

            near.Add((sum, rank, evidence.Item));
        }

        Dictionary<int, double> scores = [];
        foreach ((double nearness, int rank, int evidence) in near.Where(entry => entry.Nearness > 0)
            .OrderByDescending(entry => entry.Nearness)
            .ThenBy(entry => entry.Rank)
            .Take(parameters.Neighbours))
        {
            foreach ((int item, double minutes) in sessions[rank].Minutes)
            {
                double closeness = Math.Exp(
                    -Math.Abs(minutes - sessions[rank].Minutes[evidence]) / parameters.ClosenessMinutes);
                scores[item] = scores.GetValueOrDefault(item) + (nearness * closeness * Rarity(item));
            }
        }

        return scores;
    }

    private static List<(long End, int User, int From, Dictionary<int, double> Minutes)> Sessions(TrainingLog log)
    {
        List<(long End, int User, int From, Dictionary<int, double> Minutes)> sessions = [];
        for (int user = 0; user < log.UserSlots; user++)
        {
            SignalEvent[] events = log.EventsOf(user).ToArray();
            for (int i = 0; i < events.Length; i++)
            {
                if (i == 0 || events[i].TimeMs - events[i - 1].TimeMs > 30 * Minute)
                {
                    sessions.Add((0, user, i, []));
                }

                sessions[^1].Minutes[events[i].Item] = (events[i].TimeMs - events[sessions[^1].From].TimeMs) / Minute;
                sessions[^1] = sessions[^1] with { End = events[i].TimeMs };
            }
        }

        return [.. sessions.OrderByDescending(session => session.End)
            .ThenBy(session => session.User)
            .ThenByDescending(session => session.From)];
    }
}
