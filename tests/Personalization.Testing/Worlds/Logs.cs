using System.Globalization;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Engine.Datasets;
using Personalization.Engine.Retrieval;

namespace Personalization.Testing.Worlds;

/// <summary>Builds event logs for tests.</summary>
internal static class Logs
{
    public const int Blocks = 4;
    public const int ItemsPerBlock = 40;
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static LogRecord Event(string user, string item, string type, double minutes, long position = 1) =>
        new(position, user, new EventEntry
        {
            Sequence = position,
            ReceivedAt = Start,
            Event = new UserEvent
            {
                EventId = position.ToString(CultureInfo.InvariantCulture),
                UserId = UserId.Create(user),
                Type = type,
                ItemId = ItemId.Create(item),
                OccurredAt = Start.AddMinutes(minutes),
            },
        });

    public static TrainingLog Build(IEnumerable<LogRecord> records)
    {
        TrainingLogBuilder builder = new(EventVocabulary.Default);
        foreach (LogRecord record in records)
        {
            builder.Add(record);
        }

        return builder.Build();
    }

    /// <summary>
    /// Creates users who choose only items of their block, in sessions of five events. Every fifth event is a purchase.
    /// </summary>
    public static List<LogRecord> BlockRecords(int users = 120, int visits = 4, int seed = 7)
    {
        Random random = new(seed);
        List<LogRecord> records = [];
        for (int visit = 0; visit < visits; visit++)
        {
            for (int user = 0; user < users; user++)
            {
                for (int step = 0; step < 5; step++)
                {
                    string item = Name(user % Blocks, random.Next(ItemsPerBlock));
                    records.Add(Event(
                        $"u{user}",
                        item,
                        step == 4 ? EventTypes.Purchase : EventTypes.View,
                        (visit * 10_000) + (user * 10) + step,
                        records.Count + 1));
                }
            }
        }

        return records;
    }

    public static TrainingLog BlockWorld() => Build(BlockRecords());

    public static string Name(int block, int item) => string.Create(CultureInfo.InvariantCulture, $"b{block}-{item}");

    public static int BlockOf(string item) => item[1] - '0';

    public static int Number(this TrainingLog log, string item) => Array.IndexOf(log.Items, item);

    public static UserSignal Signal(params int[] items) =>
        new(items.Select((item, at) => new SignalEvent(item, 1, at * 60_000L)).ToArray(), items.Length * 60_000L);

    /// <summary>Creates a log of random views, for comparison with an oracle.</summary>
    public static TrainingLog Random(int seed, int users = 30, int items = 25, int events = 400)
    {
        Random random = new(seed);
        double minutes = 0;
        return Build(Enumerable.Range(1, events).Select(position =>
        {
            minutes += random.NextDouble() * 3;
            return Event(
                $"u{random.Next(users)}",
                $"i{random.Next(items)}",
                random.Next(10) == 0 ? EventTypes.Purchase : EventTypes.View,
                minutes,
                position);
        }));
    }
}
