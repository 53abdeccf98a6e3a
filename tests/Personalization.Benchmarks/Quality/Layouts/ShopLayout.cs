using System.Globalization;
using Personalization.Abstractions.Events;
using Personalization.Benchmarks.Engines;
using Personalization.Benchmarks.Quality.Questions;
using Personalization.Engine.Datasets;

namespace Personalization.Benchmarks.Quality.Layouts;

/// <summary>
/// The next-purchase protocol of a shop. <c>events.csv</c> has the columns timestamp (seconds), visitorid, itemid and
/// event; <c>test_buy.csv</c> has visitorid and itemid. Both files have a header line.
/// </summary>
internal static class ShopLayout
{
    /// <summary>Reads the data set of a folder.</summary>
    public static Protocol Read(string folder) => Of(ShopLog.Read(folder));

    /// <summary>Gets the protocol of a log; its questions are the held-out purchases in file order.</summary>
    public static Protocol Of(ShopLog shop)
    {
        LogDraft draft = new();
        foreach (LoggedEvent logged in shop.Events)
        {
            draft.Add(
                draft.User(Text(logged.Visitor)),
                draft.Item(Text(logged.Item)),
                (float)EventVocabulary.Default.WeightOf(logged.Type),
                logged.Time * 1000);
        }

        draft.AddItems(shop.Buys.Select(buy => Text(buy.Item)));
        (int User, int Item)[] asked =
        [.. shop.Buys.Select(buy => (draft.User(Text(buy.Visitor)), draft.Item(Text(buy.Item))))];
        TrainingLog log = draft.Build(EventVocabulary.Default.WeightOf(EventTypes.Purchase));
        return new(
            "shop",
            log,
            [.. asked.Select(entry => Seen.Question(log, entry.User, [entry.Item]))],
            20,
            [Metric.HitRate, Metric.Ndcg]);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
