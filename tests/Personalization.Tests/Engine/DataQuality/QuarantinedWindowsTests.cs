using Personalization.Abstractions.DataQuality;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Engine.DataQuality;
using Personalization.Engine.Datasets;
using Personalization.Testing.Worlds;

namespace Personalization.Tests.Engine.DataQuality;

public sealed class QuarantinedWindowsTests
{
    private static readonly DateTimeOffset From = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);

    private static readonly QuarantinedWindows Quarantined = new(new DataQualityView(
        true,
        [
            new DataQualityWindow(1, "web", From, From.AddHours(1), [], null),
            new DataQualityWindow(2, "app", From, null, [], null),
            new DataQualityWindow(3, "-", From, From.AddHours(1), [], null),
            new DataQualityWindow(4, "shop", From, From.AddHours(1), [], From.AddHours(2)),
            new DataQualityWindow(5, DataQualityMonitor.Others, From, null, [], null),
        ],
        [.. new[] { "web", "app", "-", "shop" }.Select(key => new MonitoredKey(key, 1, true, true, null))]));

    [Theory]
    [InlineData("web", -1, false)]
    [InlineData("web", 0, true)]
    [InlineData("web", 59, true)]
    [InlineData("web", 60, false)]
    [InlineData("app", 6000, true)]
    [InlineData(null, 30, true)]
    [InlineData(null, 90, false)]
    [InlineData("shop", 30, false)]
    [InlineData("one too many", 30, true)]
    public void Events_of_a_key_in_a_window_that_is_not_released_are_quarantined(
        string? source, int minutes, bool quarantined) =>
        Assert.Equal(quarantined, Quarantined.Holds(Entry(source, From.AddMinutes(minutes))));

    [Fact]
    public void A_copied_event_counts_by_its_first_receipt()
    {
        Assert.True(Quarantined.Holds(Entry("web", From.AddDays(1)) with { FirstReceivedAt = From.AddMinutes(1) }));
        Assert.False(Quarantined.Holds(Entry("web", From.AddMinutes(1)) with { FirstReceivedAt = From.AddDays(-1) }));
    }

    [Fact]
    public void Quarantined_events_are_not_trained_on()
    {
        TrainingLogBuilder builder = new(EventVocabulary.Default, Quarantined.Holds);
        for (int i = 0; i < 10; i++)
        {
            LogRecord record = Logs.Event("u", $"i{i}", EventTypes.View, i, i + 1);
            builder.Add(
                record with
                {
                    Entry = (EventEntry)record.Entry with
                    {
                        ReceivedAt = From.AddMinutes(i * 10),
                        Event = ((EventEntry)record.Entry).Event with { Source = "web" }
                    }
                });
        }

        Assert.Equal((6, 4), (builder.LeftOut, builder.Build().EventCount));
    }

    private static EventEntry Entry(string? source, DateTimeOffset receivedAt) => new()
    {
        Sequence = 1,
        ReceivedAt = receivedAt,
        Event = new UserEvent
        {
            EventId = "e",
            UserId = UserId.Create("u"),
            Type = EventTypes.View,
            ItemId = ItemId.Create("i"),
            OccurredAt = From,
            Source = source
        },
    };
}
