using Personalization.Abstractions.Webhooks;
using Personalization.Grains.Webhooks;

namespace Personalization.Tests.Grains;

/// <summary>The queue of a webhook: bounds, repetitions, pauses, and the end of retries.</summary>
public sealed class WebhookQueueTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly WebhookOptions Options = new()
    {
        QueueSize = 2,
        FirstPauseSeconds = 30,
        LongestPauseSeconds = 3_600,
        DisableAfterDays = 5,
    };

    private static readonly WebhookState Empty = new() { Url = "https://ops.example" };

    [Fact]
    public void A_full_queue_drops_and_counts_further_events_but_not_repetitions()
    {
        WebhookState state = Queue(Queue(Queue(Empty, "a"), "b"), "b");
        Assert.Equal(0, state.Dropped);
        state = Queue(Queue(state, "c"), "d");
        Assert.Equal(["a", "b"], state.Pending.Select(pending => pending.EventId));
        Assert.Equal(2, state.Dropped);
    }

    [Fact]
    public void The_body_has_the_id_type_time_and_data_of_the_event()
    {
        Assert.Equal(
            """{"id":"a","type":"feed.quarantined","createdAt":"2026-11-01T00:00:00.0000000Z","data":"""
                + """{"feed":"stock"}}""",
            Queue(Empty, "a").Pending[0].Body);
    }

    [Fact]
    public void A_delivered_event_leaves_the_queue_and_is_not_queued_again()
    {
        WebhookState state = Send(Queue(Empty, "a"), Start, Failed(Start), Good(Start));
        Assert.Empty(state.Pending);
        Assert.Null(state.FailingSince);
        Assert.Equal([2, 1], state.Deliveries.Select(delivery => delivery.Attempt));
        Assert.Equal([null, "the receiver answered 503."], state.Deliveries.Select(delivery => delivery.Error));
        Assert.Same(state, Queue(state, "a"));
    }

    [Fact]
    public void Pauses_double_with_a_fifth_of_jitter_up_to_the_longest()
    {
        WebhookState state = Queue(Empty, "a");
        DateTimeOffset now = Start;
        foreach (double expected in (double[])[30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600])
        {
            state = Send(state, now, Failed(now));
            double pause = (state.Pending[0].NextAt - now).TotalSeconds;
            Assert.InRange(pause, expected * 0.8, expected * 1.2);
            Assert.Null(WebhookQueue.Due(state, now));
            now = state.Pending[0].NextAt;
            Assert.Equal("a", WebhookQueue.Due(state, now)?.EventId);
        }

        Assert.Equal(9, state.Pending[0].Attempts);
        Assert.Equal(Start, state.FailingSince);
    }

    [Fact]
    public void A_webhook_that_fails_for_days_is_disabled_and_sends_nothing()
    {
        WebhookState state = Send(Queue(Empty, "a"), Start, Failed(Start));
        DateTimeOffset later = Start.AddDays(5);
        state = Send(state, later, Failed(later));
        Assert.Equal(later, state.DisabledAt);
        Assert.Null(WebhookQueue.NextAt(state));
        Assert.Null(WebhookQueue.Due(state, later.AddDays(1)));
        Assert.Equal(1, Queue(state, "b").Dropped);
    }

    [Fact]
    public void A_receiver_that_is_gone_disables_its_webhook_at_once() =>
        Assert.Equal(Start, Send(Queue(Empty, "a"), Start, Failed(Start, 410)).DisabledAt);

    [Fact]
    public void An_event_that_always_fails_is_dropped_while_others_are_delivered()
    {
        WebhookState state = Send(Queue(Empty, "a"), Start, Failed(Start, 422));
        DateTimeOffset later = Start.AddDays(5);
        state = WebhookQueue.After(
            Queue(state, "b"), Queue(Empty, "b").Pending[0], [Good(later)], Options, later);
        state = Send(state, later, Failed(later, 422));
        Assert.Null(state.DisabledAt);
        Assert.Empty(state.Pending);
        Assert.Equal(1, state.Dropped);
    }

    [Fact]
    public void The_old_secret_signs_until_its_time()
    {
        WebhookState state = Empty with { Secret = "new", OldSecret = "old", OldSecretUntil = Start };
        Assert.Equal(["new", "old"], WebhookQueue.Secrets(state, Start.AddSeconds(-1)));
        Assert.Equal(["new"], WebhookQueue.Secrets(state, Start));
    }

    private static WebhookState Queue(WebhookState state, string id) => WebhookQueue.Enqueue(
        state,
        new WebhookEvent
        {
            Id = id,
            Type = WebhookEventTypes.FeedQuarantined,
            CreatedAt = Start,
            Data = """{"feed":"stock"}""",
        },
        Options,
        Start);

    private static WebhookState Send(WebhookState state, DateTimeOffset now, params WebhookAttempt[] attempts) =>
        WebhookQueue.After(state, state.Pending[0], attempts, Options, now);

    private static WebhookAttempt Good(DateTimeOffset at) => new(at, TimeSpan.FromMilliseconds(5), 204, null);

    private static WebhookAttempt Failed(DateTimeOffset at, int status = 503) =>
        new(at, TimeSpan.FromMilliseconds(5), status, $"the receiver answered {status}.");
}
