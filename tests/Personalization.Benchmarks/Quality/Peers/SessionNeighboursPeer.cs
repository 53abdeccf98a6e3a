using Personalization.Benchmarks.Quality.Rankers;
using Personalization.Engine.Datasets;

namespace Personalization.Benchmarks.Quality.Peers;

/// <summary>
/// VMIS-kNN (Kersbergen et al., Serenade, 2022): the 500 newest sessions of each item of the user's last session, the
/// 100 most similar ones vote.
/// </summary>
/// <remarks>
/// A shared item adds its position / the length of the user's session to the similarity. A vote is the similarity times
/// the weight of the newest shared item (1 - .1 x its distance from the end, at least 0) times log(sessions / sessions
/// of the item).
/// </remarks>
internal sealed class SessionNeighboursPeer
{
    private const int SessionsPerItem = 500;
    private const int Neighbours = 100;
    private const int MostItems = 100;

    private readonly long _sessionGapMs;
    private readonly int[][] _sessions;
    private readonly List<int>[] _sessionsOf;
    private readonly double[] _rarities;

    private SessionNeighboursPeer(TrainingLog log, long sessionGapMs)
    {
        _sessionGapMs = sessionGapMs;
        _sessions =
        [
            .. Enumerable.Range(0, log.UserSlots)
                .SelectMany(user => PeerHistory.Sessions(log.EventsOf(user).Span, sessionGapMs))
                .OrderByDescending(session => session.EndMs)
                .Select(session => session.Items.ToArray()),
        ];
        _sessionsOf = [.. Enumerable.Range(0, log.ItemCount).Select(_ => new List<int>())];
        int[] counts = new int[log.ItemCount];
        for (int session = 0; session < _sessions.Length; session++)
        {
            foreach (int item in _sessions[session])
            {
                counts[item]++;
                if (_sessionsOf[item].Count < SessionsPerItem)
                {
                    _sessionsOf[item].Add(session);
                }
            }
        }

        _rarities = [.. counts.Select(count => count == 0 ? 0 : Math.Log((double)_sessions.Length / count))];
    }

    /// <summary>Trains the ranker of a log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="sessionGapMs">A longer pause starts a new session; milliseconds.</param>
    public static ScoreRanker Of(TrainingLog log, long sessionGapMs) => new(
        "VMIS-kNN, 500 sessions, 100 neighbors", log.ItemCount, new SessionNeighboursPeer(log, sessionGapMs).Score);

    private void Score(Questions.Question question, double[] scores)
    {
        List<(long EndMs, List<int> Items)> own = PeerHistory.Sessions(question.Signal.Events.Span, _sessionGapMs);
        if (own.Count == 0)
        {
            return;
        }

        int[] items = [.. own[^1].Items.TakeLast(MostItems)];
        Dictionary<int, (double Similarity, int Newest)> near = [];
        for (int place = 0; place < items.Length; place++)
        {
            foreach (int session in _sessionsOf[items[place]])
            {
                double before = near.GetValueOrDefault(session).Similarity;
                near[session] = (before + ((place + 1.0) / items.Length), place);
            }
        }

        foreach ((int session, (double similarity, int newest)) in near
            .OrderByDescending(pair => pair.Value.Similarity)
            .ThenBy(pair => pair.Key)
            .Take(Neighbours))
        {
            double weight = similarity * Math.Max(0, 1 - (.1 * (items.Length - 1 - newest)));
            foreach (int item in _sessions[session])
            {
                scores[item] += weight * _rarities[item];
            }
        }
    }
}
