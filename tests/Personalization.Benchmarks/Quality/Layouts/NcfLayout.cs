using Personalization.Benchmarks.Engines;
using Personalization.Benchmarks.Quality.Questions;
using Personalization.Engine.Datasets;
using Personalization.Engine.Retrieval;

namespace Personalization.Benchmarks.Quality.Layouts;

/// <summary>
/// The leave-last-out protocol with sampled negatives. <c>*.train.rating</c> and <c>*.test.rating</c> have the columns
/// user, item, rating and time (tab). A line of <c>*.test.negative</c> has <c>(user,item)</c> and the sampled items to
/// rank it among.
/// </summary>
internal static class NcfLayout
{
    private static readonly char[] Tab = ['\t'];
    private static readonly char[] Marks = ['(', ',', ')', '\t'];

    /// <summary>Reads the data set of a folder.</summary>
    public static Protocol Read(string folder)
    {
        LineErrors errors = new();
        LogDraft draft = new();
        string train = LineReader.Find(folder, "*train.rating");
        foreach ((int line, string[] fields) in LineReader.Fields(train, Tab, 3, errors))
        {
            double time = fields.Length > 3 ? LineReader.Number(fields[3], train, line, errors) : 0;
            draft.Add(draft.User(fields[0]), draft.Item(fields[1]), 1, (long)(time * 1000));
        }

        List<(int User, int Item, int[] Among)> asked = ReadAsked(folder, draft, errors);
        errors.ThrowIfAny();
        TrainingLog log = draft.Build();
        Question[] questions = [.. asked.Select(entry => new Question(
            new UserSignal(log.EventsOf(entry.User), log.LastMs), [entry.Item], [], entry.Among))];
        return new("ncf", log, questions, 10, [Metric.HitRate, Metric.Ndcg]);
    }

    private static List<(int User, int Item, int[] Among)> ReadAsked(string folder, LogDraft draft, LineErrors errors)
    {
        string negative = LineReader.Find(folder, "*test.negative");
        Dictionary<int, int[]> among = [];
        string[][] lines = [.. LineReader.Fields(negative, Marks, 3, errors).Select(line => line.Fields)];
        draft.AddItems(lines.SelectMany(fields => fields[1..]));
        foreach (string[] fields in lines)
        {
            // a line may name an item twice
            among[draft.User(fields[0])] = [.. fields[1..].Distinct().Select(draft.Item)];
        }

        string test = LineReader.Find(folder, "*test.rating");
        List<(int, int, int[])> asked = [];
        foreach ((int line, string[] fields) in LineReader.Fields(test, Tab, 2, errors))
        {
            (int user, int item) = (draft.User(fields[0]), draft.Item(fields[1]));
            if (among.TryGetValue(user, out int[]? candidates) && candidates.Contains(item))
            {
                asked.Add((user, item, candidates));
            }
            else
            {
                errors.Add(test, line, $"{Path.GetFileName(negative)} has no line ({fields[0]},{fields[1]}).");
            }
        }

        return asked;
    }
}
