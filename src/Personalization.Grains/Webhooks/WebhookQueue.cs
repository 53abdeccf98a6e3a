using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Personalization.Abstractions.Webhooks;

namespace Personalization.Grains.Webhooks;

/// <summary>Changes the state of a webhook. Pure functions.</summary>
public static class WebhookQueue
{
    /// <summary>The number of attempts that the delivery log keeps.</summary>
    public const int LoggedAttempts = 100;

    private const int MostDoublings = 30;

    /// <summary>Queues an event. A repeated event is ignored; a full or disabled queue drops it.</summary>
    public static WebhookState Enqueue(
        WebhookState state, WebhookEvent published, WebhookOptions options, DateTimeOffset now)
    {
        bool isKnown = state.Pending.Any(pending => pending.EventId == published.Id)
            || state.Deliveries.Any(delivery => delivery.EventId == published.Id && delivery.Error is null);
        if (isKnown)
        {
            return state;
        }

        return state.DisabledAt is not null || state.Pending.Length >= options.QueueSize
            ? state with { Dropped = state.Dropped + 1 }
            : state with
            {
                Pending = state.Pending.Add(
                    new PendingDelivery(published.Id, published.Type, BodyOf(published), now, 0, 0, now)),
            };
    }

    /// <summary>Finds the event to send now; null when none is due.</summary>
    public static PendingDelivery? Due(WebhookState state, DateTimeOffset now) =>
        state.DisabledAt is null ? state.Pending.FirstOrDefault(pending => pending.NextAt <= now) : null;

    /// <summary>Gets when the next event is due; null when none waits.</summary>
    public static DateTimeOffset? NextAt(WebhookState state) =>
        state.DisabledAt is null && !state.Pending.IsEmpty ? state.Pending.Min(pending => pending.NextAt) : null;

    /// <summary>Applies the attempts to deliver an event.</summary>
    /// <param name="state">The state.</param>
    /// <param name="sent">The event, as it was before the attempts.</param>
    /// <param name="attempts">The attempts, oldest first.</param>
    /// <param name="options">The settings.</param>
    /// <param name="now">The present time.</param>
    public static WebhookState After(
        WebhookState state,
        PendingDelivery sent,
        IReadOnlyList<WebhookAttempt> attempts,
        WebhookOptions options,
        DateTimeOffset now)
    {
        WebhookState logged = state with { Deliveries = Log(state.Deliveries, sent, attempts) };
        ImmutableArray<PendingDelivery> others =
            [.. state.Pending.Where(pending => pending.EventId != sent.EventId)];
        WebhookAttempt last = attempts[^1];
        if (last.Error is null)
        {
            return logged with { Pending = others, FailingSince = null, DeliveredAt = now };
        }

        TimeSpan patience = TimeSpan.FromDays(options.DisableAfterDays);
        logged = logged with { FailingSince = state.FailingSince ?? last.At };
        if (last.IsGone || now - logged.FailingSince >= patience)
        {
            return logged with { DisabledAt = now };
        }

        if (now - sent.QueuedAt >= patience)
        {
            return logged with { Pending = others, Dropped = state.Dropped + 1 };
        }

        PendingDelivery later = sent with
        {
            Rounds = sent.Rounds + 1,
            Attempts = sent.Attempts + attempts.Count,
            NextAt = now + Pause(sent, options),
        };
        return logged with
        {
            Pending = [.. state.Pending.Select(pending => pending.EventId == sent.EventId ? later : pending)],
        };
    }

    /// <summary>Gets the secrets that sign now.</summary>
    public static IReadOnlyList<string> Secrets(WebhookState state, DateTimeOffset now) =>
        state.OldSecret is { } old && state.OldSecretUntil > now ? [state.Secret, old] : [state.Secret];

    /// <summary>Doubles the pause with each round, and varies it by a fifth, the same way for the same round.</summary>
    private static TimeSpan Pause(PendingDelivery sent, WebhookOptions options)
    {
        byte[] seed = SHA256.HashData(Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{sent.EventId} {sent.Rounds}")));
        double jitter = 0.8 + (0.4 * BinaryPrimitives.ReadUInt32LittleEndian(seed) / uint.MaxValue);
        double seconds = options.FirstPauseSeconds * Math.Pow(2, Math.Min(sent.Rounds, MostDoublings));
        return TimeSpan.FromSeconds(Math.Min(seconds, options.LongestPauseSeconds) * jitter);
    }

    private static ImmutableArray<WebhookDelivery> Log(
        ImmutableArray<WebhookDelivery> log, PendingDelivery sent, IReadOnlyList<WebhookAttempt> attempts) =>
        [
            .. attempts.Select((attempt, i) => new WebhookDelivery
            {
                At = attempt.At,
                EventId = sent.EventId,
                Type = sent.Type,
                Attempt = sent.Attempts + i + 1,
                Status = attempt.Status,
                Error = attempt.Error,
                DurationMs = Math.Round(attempt.Duration.TotalMilliseconds, 1),
            }).Reverse().Concat(log).Take(LoggedAttempts),
        ];

    private static string BodyOf(WebhookEvent published) => new JsonObject
    {
        ["id"] = published.Id,
        ["type"] = published.Type,
        ["createdAt"] = published.CreatedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        ["data"] = JsonNode.Parse(published.Data),
    }.ToJsonString();
}
