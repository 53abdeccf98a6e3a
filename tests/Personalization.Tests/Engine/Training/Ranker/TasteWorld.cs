using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Testing.Worlds;

namespace Personalization.Tests.Engine.Training.Ranker;

/// <summary>
/// The users of a block view its even items and buy its odd items. Neighbors in time, taste and popularity all lead to
/// the even items, which have far more events. Only the item statistics show that the odd items are bought, and only a
/// learned ranker can weigh them.
/// </summary>
internal static class TasteWorld
{
    public static readonly TrainingOptions Options = new()
    {
        Factors = 16,
        Epochs = 3,
        HoldOutShare = 0.25,
        RankerShare = 0.3,
        RankerMinLists = 100,
        RankerTrees = 30,
        RankerLists = 1000,
        Search = false,
    };

    public static TrainingLog Log() => Logs.Build(Records());

    public static List<LogRecord> Records(int users = 160, int visits = 4, int seed = 11)
    {
        Random random = new(seed);
        List<LogRecord> records = [];
        for (int visit = 0; visit < visits; visit++)
        {
            for (int user = 0; user < users; user++)
            {
                for (int step = 0; step < 6; step++)
                {
                    bool buys = step == 5;
                    string item = Logs.Name(
                        user % Logs.Blocks, (2 * random.Next(Logs.ItemsPerBlock / 2)) + (buys ? 1 : 0));
                    records.Add(Logs.Event(
                        $"u{user}",
                        item,
                        buys ? EventTypes.Purchase : EventTypes.View,
                        (visit * 10_000) + (user * 10) + step,
                        records.Count + 1));
                }
            }
        }

        return records;
    }

    /// <summary>Gets whether users buy the item.</summary>
    public static bool IsBought(string item) => (item[^1] - '0') % 2 == 1;
}
