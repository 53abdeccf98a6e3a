using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Pages;
using Personalization.Abstractions.Profiles;
using Personalization.Abstractions.Recommendations;
using Personalization.Abstractions.Users;

namespace Personalization.Tests.Abstractions;

/// <summary>Filled examples of the messages about streams, pages and taken events.</summary>
internal static class StreamMessages
{
    private static readonly DateTimeOffset At = new(2026, 11, 1, 12, 30, 15, 250, TimeSpan.Zero);

    public static IReadOnlyDictionary<string, object> All { get; } = new Dictionary<string, object>
    {
        ["userNotice"] = new UserNotice(UserId.Create("ann/ö"), UserChange.Erased, 7),
        ["takenEvents"] = new TakenEvents([new EventAck(EventStatus.Duplicate, 7)], AreDurable: true),
        ["profileSummary"] = new ProfileSummary
        {
            Version = 7,
            EventCount = 5,
            Categories = [new CategoryWeight("tents", .75), new CategoryWeight("stoves", .25)],
            Recent = [new RecentEvent(ItemId.Create("p-1"), "view", At)],
            OptOut = true,
        },
        ["pageQuery"] = new PageQuery
        {
            Rows =
            [
                new RowQuery
                {
                    Id = "r",
                    Source = RowSource.BoughtTogether,
                    Title = "With it",
                    Count = 7,
                    Placement = "cart",
                    Filter = ItemFilter.Parse("category:tents", out _),
                    Category = "tents",
                    CategoryFromProfile = true,
                    WindowHours = 168,
                    Items = [ItemId.Create("p-1")],
                    Exclude = [ItemId.Create("p-2")],
                    Cap = new RowCap("brand", 2, 10),
                    Cursor = ScrollCursor.After(null, [ItemId.Create("p-3")]),
                },
            ],
            Placement = "home",
            DeadlineMs = 100,
            MinVersion = 5,
            Exclude = [ItemId.Create("p-4")],
            SentAt = At.UtcTicks,
            Sender = 77,
        },
        ["pageAnswer"] = new PageAnswer(
            [
                new PageRow("r", RowSource.Newest, "New", "tents", new RecommendationList
                {
                    RecommendationId = "x-1.0",
                    Items =
                    [
                        new RecommendedItem(ItemId.Create("p-1"), 1.5, new Reason(ReasonKind.BoughtTogether, "p")),
                    ],
                    FallbackLevel = FallbackLevel.Fresh,
                    RankedAt = At,
                }),
            ],
            7,
            "m-1"),
        ["trendingItems"] = new TrendingItems(
            3, [new TrendingWindow(24, [new PopularItem(ItemId.Create("p-1"), .5f)])]),
    };
}
