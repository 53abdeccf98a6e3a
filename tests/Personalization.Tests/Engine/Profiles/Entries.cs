using System.Globalization;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;

namespace Personalization.Tests.Engine.Profiles;

/// <summary>Creates log entries of one user.</summary>
internal static class Entries
{
    public static readonly DateTimeOffset Start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    public static EventEntry Event(long sequence, string type, string item, double hours = 0, string? eventId = null) =>
        new()
        {
            Sequence = sequence,
            ReceivedAt = Start.AddHours(hours),
            Event = new UserEvent
            {
                EventId = eventId ?? sequence.ToString(CultureInfo.InvariantCulture),
                UserId = UserId.Create("u"),
                Type = type,
                ItemId = ItemId.Create(item),
                OccurredAt = Start.AddHours(hours),
            },
        };
}
