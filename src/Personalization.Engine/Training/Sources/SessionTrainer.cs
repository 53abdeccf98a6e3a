using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Training.Sources;

/// <summary>Splits the log into sessions, and indexes them, newest first.</summary>
/// <remarks>The index holds at most <see cref="MostOfUser"/> sessions of one user for an item.</remarks>
internal static class SessionTrainer
{
    /// <summary>The most sessions of one user among the indexed sessions of an item.</summary>
    public const int MostOfUser = 10;

    /// <summary>Trains the source.</summary>
    public static SessionSource Train(TrainingLog log, TrainingOptions options, SessionParameters parameters)
    {
        List<(long EndMs, int User, int From, int To)> cuts = Cut(log, options.SessionGapMs);
        cuts.Sort((a, b) =>
        {
            int byEnd = b.EndMs.CompareTo(a.EndMs);
            int byUser = byEnd != 0 ? byEnd : a.User.CompareTo(b.User);
            return byUser != 0 ? byUser : b.From.CompareTo(a.From);
        });
        AdjacencyBuilder sessions = new(cuts.Count, log.EventCount);
        Interactions interactions = new(log.ItemCount);
        foreach ((_, int user, int from, int to) in cuts)
        {
            interactions.Fold(log.EventsOf(user).Span[from..to], long.MaxValue);
            foreach (ref readonly Interaction interaction in interactions.Span)
            {
                if (interaction.Weight > 0)
                {
                    sessions.Add(
                        interaction.Item, (interaction.LastMs - log.EventsOf(user).Span[from].TimeMs) / 60_000f);
                }
            }

            sessions.EndRow();
        }

        Adjacency rows = sessions.Build(log.ItemCount);
        HashSet<(int Session, int Item)> over = Over(rows, cuts.ConvertAll(cut => cut.User), log);
        Adjacency index = AdjacencyBuilder.Invert(
            rows,
            log.ItemCount,
            options.SessionsPerItem,
            over.Count == 0 ? null : (session, item) => over.Contains((session, item)));
        return new(rows, index, parameters);
    }

    /// <summary>Returns the older sessions of users that have more sessions with an item than may be indexed.</summary>
    private static HashSet<(int Session, int Item)> Over(Adjacency rows, List<int> owners, TrainingLog log)
    {
        HashSet<(int, int)> over = [];
        int[] counts = new int[log.ItemCount];
        int[] counted = new int[log.ItemCount];
        int[] sessions = [.. Enumerable.Range(0, rows.Rows).OrderBy(session => owners[session])];
        foreach (int session in sessions)
        {
            int user = owners[session] + 1;
            foreach (int item in rows.Targets(session))
            {
                (counts[item], counted[item]) = (counted[item] == user ? counts[item] + 1 : 1, user);
                if (counts[item] > MostOfUser)
                {
                    _ = over.Add((session, item));
                }
            }
        }

        return over;
    }

    private static List<(long EndMs, int User, int From, int To)> Cut(TrainingLog log, long gapMs)
    {
        List<(long, int, int, int)> cuts = [];
        for (int user = 0; user < log.UserSlots; user++)
        {
            ReadOnlySpan<SignalEvent> events = log.EventsOf(user).Span;
            int from = 0;
            for (int i = 1; i <= events.Length; i++)
            {
                if (i == events.Length || events[i].TimeMs - events[i - 1].TimeMs > gapMs)
                {
                    cuts.Add((events[i - 1].TimeMs, user, from, i));
                    from = i;
                }
            }
        }

        return cuts;
    }
}
