using Personalization.Benchmarks.Engines;
using Personalization.Benchmarks.Quality.Questions;
using Personalization.Engine.Datasets;

namespace Personalization.Benchmarks.Quality.Layouts;

/// <summary>
/// The leave-one-out protocol. A line of <c>sequences.txt</c> has a user and the user's items in order; the last item
/// is the target. The layout has no times: events are a minute apart and all users end at the same time.
/// </summary>
internal static class SequenceLayout
{
    private const long StepMs = 60_000;
    private const long EndMs = 1_000_000 * StepMs;

    private static readonly char[] Space = [' ', '\t'];

    /// <summary>Reads the data set of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="part">test: the target is the last item, all earlier items are training data. strict: as test, but
    /// the second last item is only part of the question, since other authors choose their hyperparameters by it.
    /// valid: the target is the second last item, all earlier items are training data.</param>
    public static Protocol Read(string folder, string part)
    {
        LineErrors errors = new();
        LogDraft draft = new();
        LogDraft known = new();
        List<(int User, int Item)> asked = [];
        string[][] lines =
        [
            .. LineReader.Fields(LineReader.Find(folder, "sequences.txt"), Space, 4, errors)
                .Select(line => line.Fields),
        ];
        int after = part == "valid" ? 1 : 0;
        draft.AddItems(lines.SelectMany(fields => fields[1..^after]));
        known.AddItems(lines.SelectMany(fields => fields[1..^after]));
        foreach (string[] fields in lines)
        {
            int target = fields.Length - 1 - after;
            int untaught = part == "strict" ? target - 1 : target;
            int user = draft.User(fields[0]);
            _ = known.User(fields[0]);
            for (int at = 1; at <= target; at++)
            {
                int item = draft.Item(fields[at]);
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
