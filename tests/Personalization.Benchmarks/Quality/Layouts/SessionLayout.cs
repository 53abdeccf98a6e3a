using Personalization.Benchmarks.Engines;
using Personalization.Benchmarks.Quality.Questions;
using Personalization.Engine.Datasets;
using Personalization.Engine.Retrieval;

namespace Personalization.Benchmarks.Quality.Layouts;

/// <summary>
/// The next-click protocol. A line of <c>train_sessions.txt</c> has a session's items in order; a line of
/// <c>test_prefix_target.txt</c> has a prefix, a tab and the next item. The layout has no times: sessions are an hour
/// apart in the order of the file, and their clicks a minute apart.
/// </summary>
internal static class SessionLayout
{
    private const long StepMs = 60_000;
    private const long SessionMs = 60 * StepMs;

    private static readonly char[] Space = [' '];

    /// <summary>Reads the data set of a folder.</summary>
    public static Protocol Read(string folder)
    {
        LineErrors errors = new();
        LogDraft draft = new();
        int sessions = 0;
        foreach ((int line, string[] fields) in LineReader.Fields(
            LineReader.Find(folder, "train_sessions.txt"), Space, 1, errors))
        {
            int user = draft.User($"session {line}");
            for (int at = 0; at < fields.Length; at++)
            {
                draft.Add(user, draft.Item(fields[at]), 1, (sessions * SessionMs) + (at * StepMs));
            }

            sessions++;
        }

        List<(string[] Prefix, string Target)> asked = [];
        string test = LineReader.Find(folder, "test_prefix_target.txt");
        foreach ((int line, string[] fields) in LineReader.Fields(test, ['\t'], 2, errors))
        {
            asked.Add((fields[0].Split(Space, StringSplitOptions.RemoveEmptyEntries), fields[1]));
        }

        errors.ThrowIfAny();
        TrainingLog log = draft.Build();
        return new(
            "sessions",
            log,
            [.. asked.Select(entry => Ask(draft, log.LastMs + SessionMs, entry.Prefix, entry.Target))],
            20,
            [Metric.HitRate, Metric.ReciprocalRank]);
    }

    private static Question Ask(LogDraft draft, long startMs, string[] prefix, string target)
    {
        SignalEvent[] events = [.. prefix.Select((id, at) => new SignalEvent(
            draft.Find(id), 1, startMs + (at * StepMs))).Where(happened => happened.Item >= 0)];
        return new(new UserSignal(events, startMs + (prefix.Length * StepMs)), [draft.Find(target)], [], []);
    }
}
