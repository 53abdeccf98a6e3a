using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Profiles;
using Personalization.Abstractions.Users;

namespace Personalization.Tests.Abstractions;

/// <summary>Filled examples of the messages about streams.</summary>
internal static class StreamMessages
{
    private static readonly DateTimeOffset At = new(2026, 11, 1, 12, 30, 15, 250, TimeSpan.Zero);

    public static IReadOnlyDictionary<string, object> All { get; } = new Dictionary<string, object>
    {
        ["userNotice"] = new UserNotice(UserId.Create("ann/ö"), UserChange.Erased, 7),
        ["profileSummary"] = new ProfileSummary
        {
            Version = 7,
            EventCount = 5,
            Categories = [new CategoryWeight("tents", .75), new CategoryWeight("stoves", .25)],
            Recent = [new RecentEvent(ItemId.Create("p-1"), "view", At)],
            OptOut = true,
        },
    };
}
