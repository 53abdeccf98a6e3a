using Personalization.Benchmarks.Engines;
using Personalization.Benchmarks.Quality.Questions;
using Personalization.Engine.Datasets;

namespace Personalization.Benchmarks.Quality.Layouts;

/// <summary>
/// The protocol with a random split. <c>u.data</c> has the columns user, item, rating and time (tab). Of each item's
/// ratings, 75 % are for training and the rest for the test. The split is random in time, so rankers get no times.
/// </summary>
internal static class RatingLayout
{
    private const double TrainShare = .75;

    private static readonly char[] Tab = ['\t'];

    /// <summary>Reads the data set of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="seed">The seed of the split.</param>
    public static Protocol Read(string folder, int seed)
    {
        LineErrors errors = new();
        string file = LineReader.Find(folder, "u.data");
        (string User, string Item)[] ratings =
        [.. LineReader.Fields(file, Tab, 3, errors).Select(entry => (entry.Fields[0], entry.Fields[1]))];
        errors.ThrowIfAny();
        Random random = new(seed);
        LogDraft draft = new();
        List<(string User, string Item)> held = [];
        foreach (IGrouping<string, (string User, string Item)> item in ratings.GroupBy(rating => rating.Item))
        {
            (string User, string Item)[] shuffled = [.. item];
            random.Shuffle(shuffled);
            int trained = (int)Math.Round(TrainShare * shuffled.Length);
            Array.ForEach(
                shuffled[..trained], rating => draft.Add(draft.User(rating.User), draft.Item(rating.Item), 1, 0));
            held.AddRange(shuffled[trained..]);
        }

        (int User, int[] Items)[] asked = [.. held.GroupBy(rating => rating.User).Select(
            user => (draft.User(user.Key), user.Select(rating => draft.Item(rating.Item)).ToArray()))];
        TrainingLog log = draft.Build();
        return new(
            "ratings", log, [.. asked.Select(entry => Seen.Question(log, entry.User, entry.Items))], 10,
            [Metric.AveragePrecision, Metric.Ndcg, Metric.Precision, Metric.Recall]);
    }
}
