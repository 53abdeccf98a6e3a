using System.Globalization;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;

namespace Personalization.Benchmarks.Training;

/// <summary>Generates a shop's event log of any length, in the order of time over 120 days.</summary>
/// <remarks>
/// Each user has three favorite topics. A visit has five views on average; most views are in the visit's topic, with
/// Zipf popularity, and one in twenty leads to a purchase. A fifth of the items appears gradually. Equal arguments give
/// equal logs.
/// </remarks>
/// <param name="events">The number of events.</param>
/// <param name="users">The number of users; active users visit more often.</param>
/// <param name="items">The number of items.</param>
internal sealed class GeneratedLog(int events, int users, int items)
{
    private const int Topics = 400;
    private const double Continues = 0.8;
    private const double Wanders = 0.15;
    private const double Buys = 0.05;
    private const double Skew = 0.9;
    private const double FirstItems = 0.8;
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Length = TimeSpan.FromDays(120);

    private readonly string[] _keys =
    [.. Enumerable.Range(0, users).Select(user => string.Create(CultureInfo.InvariantCulture, $"u{user}"))];
    private readonly ItemId[] _items = [.. Enumerable.Range(
        0, items).Select(item => ItemId.Create(string.Create(CultureInfo.InvariantCulture, $"item-{item}")))];

    /// <summary>Gets the records, oldest first.</summary>
    public IEnumerable<LogRecord> Records()
    {
        Random random = new(1);
        long position = 0;
        while (position < events)
        {
            DateTimeOffset now = Start + (position / (double)events * Length);
            int user = (int)(users * Math.Pow(random.NextDouble(), 1.5));
            int topic = TopicOf(user, random);
            do
            {
                ItemId item = _items[Draw(topic, position / (double)events, random)];
                yield return Record(++position, user, item, EventTypes.View, now);
                if (random.NextDouble() < Buys && position < events)
                {
                    yield return Record(++position, user, item, EventTypes.Purchase, now = now.AddSeconds(20));
                }

                topic = random.NextDouble() < Wanders ? TopicOf(user, random) : topic;
                now = now.AddSeconds(10 + random.Next(60));
            }
            while (position < events && random.NextDouble() < Continues);
        }
    }

    private LogRecord Record(long position, int user, ItemId item, string type, DateTimeOffset at) =>
        new(position, _keys[user], new EventEntry
        {
            Sequence = position,
            ReceivedAt = at,
            Event = new UserEvent
            {
                EventId = "generated",
                UserId = UserId.Create(_keys[user]),
                Type = type,
                ItemId = item,
                OccurredAt = at
            },
        });

    /// <summary>Draws one of the user's topics, the first one most often.</summary>
    private static int TopicOf(int user, Random random)
    {
        int favourite = (int)(3 * Math.Pow(random.NextDouble(), 1.7));
        return (int)((((uint)user * 2654435761u) + ((uint)favourite * 40503u)) % Topics);
    }

    /// <summary>Draws an item of a topic that exists after the elapsed share of the time.</summary>
    private int Draw(int topic, double elapsed, Random random)
    {
        int shelf = Math.Max(1, (int)(items / Topics * (FirstItems + ((1 - FirstItems) * elapsed))));
        double rank = Math.Pow(1 + (random.NextDouble() * (Math.Pow(shelf + 1, 1 - Skew) - 1)), 1 / (1 - Skew)) - 1;
        return (Math.Min(shelf - 1, (int)rank) * Topics) + topic;
    }
}
