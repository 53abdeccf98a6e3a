using Personalization.Benchmarks.Engines;
using Personalization.Benchmarks.Quality.Questions;
using Personalization.Engine.Datasets;

namespace Personalization.Benchmarks.Quality.Layouts;

/// <summary>
/// The protocol with a published split. A line of <c>train.txt</c> and <c>test.txt</c> has a user and the user's items,
/// without order.
/// </summary>
internal static class SplitLayout
{
    private static readonly char[] Space = [' ', '\t'];

    /// <summary>Reads the data set of a folder.</summary>
    public static Protocol Read(string folder)
    {
        LineErrors errors = new();
        LogDraft draft = new();
        foreach ((int _, string[] fields) in LineReader.Fields(LineReader.Find(folder, "train.txt"), Space, 1, errors))
        {
            int user = draft.User(fields[0]);
            Array.ForEach(fields[1..], id => draft.Add(user, draft.Item(id), 1, 0));
        }

        string[][] tests =
        [
            .. LineReader.Fields(LineReader.Find(folder, "test.txt"), Space, 1, errors)
                .Select(line => line.Fields)
                .Where(fields => fields.Length > 1),
        ];
        draft.AddItems(tests.SelectMany(fields => fields[1..]));
        (int User, int[] Items)[] asked =
        [
            .. tests.Select(fields =>
                (draft.User(fields[0]), fields[1..].Distinct().Select(draft.Item).ToArray())),
        ];
        errors.ThrowIfAny();
        TrainingLog log = draft.Build();
        Question[] questions = [.. asked.Select(entry => Seen.Question(log, entry.User, entry.Items))];
        return new("split", log, questions, 20, [Metric.Recall, Metric.Ndcg]);
    }
}
