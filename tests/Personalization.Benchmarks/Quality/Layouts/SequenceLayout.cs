using Personalization.Benchmarks.Engines;
using Personalization.Benchmarks.Quality.Questions;
using Personalization.Engine.Datasets;

namespace Personalization.Benchmarks.Quality.Layouts;

/// <summary>
/// Leave-one-out: a line of <c>sequences.txt</c> is a user followed by its items in order; the last is asked for. The
/// layout has no clock: every user's events count as a minute apart, all ending at the same time.
/// </summary>
internal static class SequenceLayout
{
    private const long StepMs = 60_000;
    private const long EndMs = 1_000_000 * StepMs;

    private static readonly char[] Space = [' ', '\t'];

    /// <summary>Reads a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="part">test: the target is the last item, all before it are training data. strict: the same, but the
    /// second last, by which others chose their settings, is part of the question only. valid: the target is the second
    /// last, all before it are training data.</param>
    public static Protocol Read(string folder, string part)
    {
        LineErrors errors = new();
        LogDraft draft = new();
        LogDraft known = new();
        List<(int User, int Item)> asked = [];
        foreach ((
            int _, string[] fields) in LineReader.Fields(LineReader.Find(folder, "sequences.txt"), Space, 4, errors))
        {
            int target = part == "valid" ? fields.Length - 2 : fields.Length - 1;
            int untaught = part == "strict" ? target - 1 : target;
            int user = draft.User(fields[0]);
            _ = known.User(fields[0]);
            for (int at = 1; at <= target; at++)
            {
                int item = draft.Item(fields[at]);
                _ = known.Item(fields[at]);
                long timeMs = EndMs - ((target - at) * StepMs);
                if (at < target)
                {
                    known.Add(user, item, 1, timeMs);
                }

                if (at < untaught)
                {
                    draft.Add(user, item, 1, timeMs);
                }
            }

            asked.Add((user, draft.Item(fields[target])));
        }

        errors.ThrowIfAny();
        TrainingLog histories = known.Build();
        return new(
            "sequences",
            draft.Build(),
            [.. asked.Select(entry => Seen.Question(histories, entry.User, [entry.Item]))],
            10,
            [Metric.HitRate, Metric.Ndcg]);
    }
}
