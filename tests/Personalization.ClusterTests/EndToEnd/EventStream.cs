using System.Globalization;

namespace Personalization.ClusterTests.EndToEnd;

/// <summary>
/// A seeded source of events. Items form groups, and a user mostly stays in one group. Event ids are unique. Each
/// writer has a separate stream; all writers share the users.
/// </summary>
internal sealed class EventStream(int seed, int writer)
{
    /// <summary>The number of users.</summary>
    public const int Users = 48;

    private const int Groups = 4;
    private const int ItemsPerGroup = 20;
    private static readonly string[] Types = ["view", "view", "view", "click", "addToCart", "purchase"];

    private readonly Random _random = new(HashCode.Combine(seed, writer));
    private int _next;

    /// <summary>Gets the id of a user.</summary>
    public static string User(int number) => string.Create(CultureInfo.InvariantCulture, $"user {number}/ö");

    /// <summary>Gets the id of an item.</summary>
    public static string Item(int group, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"item-{group}-{number}");

    /// <summary>Gets the events of the next request: mostly one, sometimes up to 20 of several users.</summary>
    public WireEvent[] Next()
    {
        WireEvent[] events = new WireEvent[_random.Next(4) > 0 ? 1 : _random.Next(2, 21)];
        for (int i = 0; i < events.Length; i++)
        {
            int user = _random.Next(Users);
            int group = _random.Next(5) > 0 ? user % Groups : _random.Next(Groups);
            events[i] = new WireEvent(
                string.Create(CultureInfo.InvariantCulture, $"e-{writer}-{_next++}"),
                User(user),
                Types[_random.Next(Types.Length)],
                Item(group, _random.Next(ItemsPerGroup)));
        }

        return events;
    }
}
