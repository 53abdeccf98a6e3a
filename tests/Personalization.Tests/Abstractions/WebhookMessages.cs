using Personalization.Abstractions.Webhooks;

namespace Personalization.Tests.Abstractions;

/// <summary>Filled examples of the messages about webhooks.</summary>
internal static class WebhookMessages
{
    private static readonly DateTimeOffset At = new(2026, 11, 1, 12, 30, 15, 250, TimeSpan.Zero);

    public static IReadOnlyDictionary<string, object> All { get; } = new Dictionary<string, object>
    {
        ["WebhookDefinition"] = new WebhookDefinition
        {
            Id = "w1",
            Url = "https://ops.example/hook",
            Events = ["rollout.promoted", "feed.quarantined"],
            Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        },
        ["WebhookEvent"] = new WebhookEvent
        {
            Id = "rollout.promoted-v2-1",
            Type = "rollout.promoted",
            CreatedAt = At,
            Data = """{"version":"v2"}""",
        },
        ["WebhookView"] = new WebhookView
        {
            Id = "w1",
            Url = "https://ops.example/hook",
            Events = ["rollout.promoted"],
            State = WebhookStatus.Disabled,
            CreatedAt = At,
            FailingSince = At.AddHours(1),
            DisabledAt = At.AddDays(5),
            DeliveredAt = At.AddMinutes(1),
            Pending = 3,
            Dropped = 4,
            NextAt = At.AddHours(2),
            OldSecretUntil = At.AddDays(1),
        },
        ["WebhookDelivery"] = new WebhookDelivery
        {
            At = At,
            EventId = "rollout.promoted-v2-1",
            Type = "rollout.promoted",
            Attempt = 2,
            Status = 503,
            Error = "the receiver answered 503.",
            DurationMs = 12.5,
        },
    };
}
