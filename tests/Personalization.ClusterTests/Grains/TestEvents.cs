using System.Collections.Immutable;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;

namespace Personalization.ClusterTests.Grains;

/// <summary>Creates events.</summary>
internal static class TestEvents
{
    public static ImmutableArray<UserEvent> One(string user, string type, string item, string eventId) =>
    [Make(user, type, item, eventId)];

    public static UserEvent Make(string user, string type, string item, string eventId, double minutesAgo = 0) => new()
    {
        EventId = eventId,
        UserId = UserId.Create(user),
        Type = type,
        ItemId = ItemId.Create(item),
        OccurredAt = TimeProvider.System.GetUtcNow().AddMinutes(-minutesAgo),
    };

    /// <summary>
    /// Creates two disjoint groups of shoppers: even users choose even items, odd users choose odd items.
    /// </summary>
    public static IEnumerable<ImmutableArray<UserEvent>> TwoTastes(int users, int items, int eventsEach)
    {
        Random chance = new(7);
        for (int u = 0; u < users; u++)
        {
            int kind = u % 2;
            yield return
            [
                .. Enumerable.Range(0, eventsEach).Select(e =>
                    Make(
                        $"taste-{u}",
                        e % 5 == 4 ? "purchase" : "view",
                        $"item-{(chance.Next(items / 2) * 2) + kind}",
                        $"t{u}-{e}",
                        (users - u) * 60 + (eventsEach - e))),
            ];
        }
    }
}
