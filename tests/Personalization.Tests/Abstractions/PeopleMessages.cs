using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Users;

namespace Personalization.Tests.Abstractions;

/// <summary>Filled examples of the messages about the list of users.</summary>
internal static class PeopleMessages
{
    private static readonly DateTimeOffset At = new(2026, 11, 1, 12, 30, 15, 250, TimeSpan.Zero);

    public static IReadOnlyDictionary<string, object> All { get; } = new Dictionary<string, object>
    {
        ["UserListQuery"] = new UserListQuery { Prefix = "an", Before = 7, Count = 20 },
        ["UserListPage"] = new UserListPage([new ListedUser(UserId.Create("ann"), At, 5)], 3, 6),
        ["UserMatches"] = new UserMatches
        {
            Users = [new UserMatch(UserId.Create("ann"), 0.5, At, [ItemId.Create("p-1")])],
            Compared = 9,
            ModelVersion = "m-1",
            Reason = "noModel",
            IsKnown = false,
        },
    };
}
