using System.Globalization;
using Personalization.Benchmarks.Reports;
using Personalization.Engine.Evaluation;
using Personalization.Engine.Retrieval;

namespace Personalization.Benchmarks.Replay;

/// <summary>The answers of a replay, and their tables.</summary>
/// <param name="rankers">The names of the rankers; the engine is the first.</param>
/// <param name="answers">The answers, oldest first.</param>
/// <param name="length">The length of the lists.</param>
internal sealed class ReplayTable(string[] rankers, List<ReplayAnswer> answers, int length)
{
    /// <summary>The name of the engine.</summary>
    public const string Engine = "engine";

    /// <summary>The start of the name of a source.</summary>
    public const string SourcePrefix = "source ";

    private const int Fewest = 30;
    private const long DayMs = 86_400_000;

    private readonly int[] _sources =
    [
        .. Enumerable.Range(0, rankers.Length).Where(
            ranker => rankers[ranker].StartsWith(SourcePrefix, StringComparison.Ordinal)),
    ];

    /// <summary>Gets the names of the rankers; the engine is the first.</summary>
    public string[] Rankers => rankers;

    /// <summary>Gets the length of the lists.</summary>
    public int Length => length;

    /// <summary>Gets the answers.</summary>
    public IReadOnlyList<ReplayAnswer> Answers => answers;

    /// <summary>Joins the answers of replays of one log with different seeds. Users keep their ids.</summary>
    /// <param name="tables">The tables; at least one. All have the same rankers.</param>
    public static ReplayTable Of(IReadOnlyList<ReplayTable> tables) => new(
        tables[0].Rankers,
        [.. tables.SelectMany(table => table.Answers).OrderBy(answer => answer.TimeMs)],
        tables[0].Length);

    /// <summary>Gets all tables as Markdown.</summary>
    public string Text() => string.Join("\n", answers
        .GroupBy(answer => answer.Target)
        .OrderBy(kind => kind.Key)
        .Select(kind => Text(kind.Key, [.. kind])));

    private static string NameOf(ReplayTarget target) => target switch
    {
        ReplayTarget.Bought => "the first event on an item that the user then buys",
        ReplayTarget.Viewed => "the first event on an item that the user never buys",
        _ => "the next item",
    };

    private string Text(ReplayTarget target, ReplayAnswer[] own) =>
        $"**{NameOf(target)}**, {own.Length:N0} questions; cells are HR/NDCG/MRR@{length}\n\n"
            + AllRankers(own) + "\n" + Groups(own);

    private string AllRankers(ReplayAnswer[] own)
    {
        Moment[] moments = [.. own.Select(answer => answer.Moment).Distinct().Order()];
        MarkdownTable table = new(["ranker", "all", .. moments.Select(NameOf)]);
        for (int ranker = 0; ranker < rankers.Length; ranker++)
        {
            _ = table.Row([
                rankers[ranker],
                ReplayScore.Of(own, ranker).ToString(),
                .. moments.Select(moment => ReplayScore.Of(
                    [.. own.Where(answer => answer.Moment == moment)], ranker).ToString()),
            ]);
        }

        return table.ToString();
    }

    private string Groups(ReplayAnswer[] own)
    {
        MarkdownTable table = new(
            "questions", "count", "engine", "best single source", "gain over it (error)", "popular");
        Add("all", own);
        AddGroups(own, answer => NameOf(answer.Moment));
        AddGroups(own, answer => "user: " + AgeOf(answer.UserAgeMs, "no event before"));
        AddGroups(own, answer => "item: " + AgeOf(answer.ItemAgeMs, "unknown to the model"));
        AddGroups(own, answer => "week from " + WeekOf(answer));
        return table.ToString();

        void AddGroups(ReplayAnswer[] all, Func<ReplayAnswer, string> nameOf)
        {
            foreach (IGrouping<string, ReplayAnswer> group in all
                .GroupBy(nameOf)
                .OrderBy(group => group.Key, StringComparer.Ordinal))
            {
                Add(group.Key, [.. group]);
            }
        }

        void Add(string name, ReplayAnswer[] group)
        {
            int best = BestSource(group);
            PairedGain gain = PairedGain.Of(
                UsersOf(group), GainsOf(group, best), GainsOf(group, 0));
            _ = table.Row(
                name,
                group.Length.ToString(CultureInfo.InvariantCulture),
                ReplayScore.Of(group, 0).ToString(),
                $"{rankers[best][SourcePrefix.Length..]} {ReplayScore.Of(group, best)}",
                group.Length < Fewest ? "few" : string.Create(
                    CultureInfo.InvariantCulture, $"{gain.Mean:+.0000;-.0000} ({gain.Error:.0000})"),
                ReplayScore.Of(group, Array.IndexOf(rankers, SourcePrefix + "popular")).ToString());
        }
    }

    /// <summary>Gets the first day of the answer's week; the weeks begin with the day of the first answer.</summary>
    private string WeekOf(ReplayAnswer answer)
    {
        long firstMs = answers[0].TimeMs / DayMs * DayMs;
        long weeks = (answer.TimeMs - firstMs) / (7 * DayMs);
        return DateTimeOffset.FromUnixTimeMilliseconds(firstMs + (weeks * 7 * DayMs))
            .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private int BestSource(ReplayAnswer[] own) => _sources.MaxBy(source => ReplayScore.Of(own, source).Ndcg);

    private static double[] GainsOf(ReplayAnswer[] own, int ranker) =>
        [.. own.Select(answer => ReplayScore.GainOf(answer.Ranks[ranker]))];

    private static int[] UsersOf(ReplayAnswer[] own)
    {
        Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        return
        [
            .. own.Select(answer =>
            {
                if (!numbers.TryGetValue(answer.User, out int number))
                {
                    numbers.Add(answer.User, number = numbers.Count);
                }

                return number;
            }),
        ];
    }

    private static string NameOf(Moment moment) => moment == Moment.Opening ? "opening" : "in session";

    private static string AgeOf(long? ageMs, string none) => ageMs switch
    {
        null => none,
        < DayMs => "under 1 day",
        < 7 * DayMs => "1 to 7 days",
        _ => "7 days and more",
    };
}
