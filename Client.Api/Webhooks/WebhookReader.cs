using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Json;
using Personalization.Abstractions.Webhooks;

namespace Personalization.Client.Api.Webhooks;

/// <summary>Reads the bodies of requests about webhooks. An unknown field is an error.</summary>
internal static class WebhookReader
{
    private const int MostEvents = 32;
    private const int MaxGraceMinutes = 7 * 24 * 60;

    private static readonly JsonTable<RawWebhook> WebhookTable = new JsonTable<RawWebhook>()
        .Text("url", static (ref raw, value) => raw = raw with { Url = value })
        .Texts("events", static (ref raw, value) => raw = raw with { Events = value })
        .Text("secret", static (ref raw, value) => raw = raw with { Secret = value });

    private static readonly JsonTable<RawSecret> SecretTable = new JsonTable<RawSecret>()
        .Text("secret", static (ref raw, value) => raw = raw with { Secret = value })
        .Whole("graceMinutes", static (ref raw, value) => raw = raw with { GraceMinutes = value });

    /// <summary>Reads a new webhook and checks its events and secret. The URL is checked with the settings.</summary>
    public static RawWebhook ReadWebhook(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        RawWebhook webhook = new();
        WebhookTable.Read(ref reader, ref webhook, path, errors);
        if (webhook.Url is null)
        {
            errors.Add(new($"{path}.url", "required", "url must be the receiver's URL."));
        }

        CheckEvents(webhook.Events, path, errors);
        CheckSecret(webhook.Secret, path, errors);
        return webhook;
    }

    /// <summary>Reads a rotation.</summary>
    public static RawSecret ReadSecret(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        RawSecret rotation = new();
        SecretTable.Read(ref reader, ref rotation, path, errors);
        CheckSecret(rotation.Secret, path, errors);
        if (rotation.GraceMinutes is < 0 or > MaxGraceMinutes)
        {
            errors.Add(new($"{path}.graceMinutes", "outOfRange",
                $"graceMinutes must be 0 to {MaxGraceMinutes} but was {rotation.GraceMinutes}."));
        }

        return rotation;
    }

    private static void CheckEvents(IReadOnlyList<string?>? events, string path, List<ValidationError> errors)
    {
        if (events is not { Count: > 0 and <= MostEvents })
        {
            errors.Add(new($"{path}.events", events is null ? "required" : "outOfRange",
                $"events must have 1 to {MostEvents} of {string.Join(", ", WebhookEventTypes.All)}."));
            return;
        }

        for (int i = 0; i < events.Count; i++)
        {
            string name = events[i] ?? string.Empty;
            if (!WebhookEventTypes.All.Contains(name))
            {
                errors.Add(new($"{path}.events[{i}]", "unknown",
                    $"events must be some of {string.Join(", ", WebhookEventTypes.All)} but one was "
                        + $"'{NameGuess.Shorten(name)}'.{NameGuess.Ask(name, WebhookEventTypes.All)}"));
            }
        }
    }

    private static void CheckSecret(string? secret, string path, List<ValidationError> errors)
    {
        if (secret is not null && !WebhookSecret.IsValid(secret))
        {
            errors.Add(new($"{path}.secret", "invalid",
                $"secret must be '{WebhookSecret.Prefix}' and base64 of 24 to 64 bytes. Leave it out to create one."));
        }
    }
}
