using Microsoft.Extensions.Time.Testing;
using Personalization.Client.Events;
using Personalization.Client.Http;
using Personalization.Client.Testing;
using Personalization.Testing;

namespace Personalization.Tests.Clients;

/// <summary>The buffered event sender.</summary>
public sealed class EventSenderTests
{
    [Fact]
    public async Task Disposing_sends_the_waiting_events_in_batches()
    {
        using FakePersonalization fake = new();
        EventSender sender = new(fake.Client.Events, new EventSenderOptions { BatchSize = 10 }, new FakeTimeProvider());
        for (int i = 0; i < 25; i++)
        {
            Assert.True(sender.TrySend(InteractionEvent.View("ann", $"p-{i}")));
        }

        await sender.DisposeAsync();

        Assert.Equal(Enumerable.Range(0, 25).Select(i => $"p-{i}"), fake.Events.Select(one => one.ItemId));
        Assert.Equal(3, fake.Requests.Count);
        Assert.Equal((25L, 0L), (sender.Sent, sender.Lost));
    }

    [Fact]
    public async Task A_failed_batch_is_sent_again_with_the_same_ids()
    {
        using FakePersonalization fake = new();
        fake.Fail();
        FakeTimeProvider time = new();
        EventSender sender = new(fake.Client.Events, new EventSenderOptions { BatchSize = 2 }, time);
        Assert.True(sender.TrySend(InteractionEvent.View("ann", "p-1") with { EventId = "e-1" }));
        Assert.True(sender.TrySend(InteractionEvent.View("ann", "p-2") with { EventId = "e-2" }));
        await UntilAsync(time, () => fake.Requests.Count >= 2);
        fake.Recover();
        await UntilAsync(time, () => sender.Sent == 2);

        await sender.DisposeAsync();

        Assert.Equal(["e-1", "e-2"], fake.Events.Select(one => one.EventId));
        Assert.True(fake.Requests.Count >= 3);
    }

    [Fact]
    public async Task Events_over_the_capacity_and_after_the_end_are_lost_and_reported()
    {
        using FakePersonalization fake = new();
        fake.Fail(ProblemCodes.Forbidden);
        List<string> lost = [];
        EventSender sender = new(
            fake.Client.Events,
            new EventSenderOptions { Lost = (one, why) => lost.Add($"{one.ItemId}: {why}") },
            new FakeTimeProvider());
        Assert.True(sender.TrySend(InteractionEvent.View("ann", "p-1")));
        await sender.DisposeAsync();

        Assert.False(sender.TrySend(InteractionEvent.View("ann", "p-2")));
        Assert.Equal(["p-1: The fake fails with forbidden.", "p-2: The buffer is full or closed."], lost);
        Assert.Equal((0L, 2L), (sender.Sent, sender.Lost));
    }

    [Fact]
    public async Task A_shutdown_ends_after_the_drain_timeout_although_the_api_fails()
    {
        using FakePersonalization fake = new();
        fake.Fail();
        FakeTimeProvider time = new();
        EventSender sender = new(
            fake.Client.Events, new EventSenderOptions { DrainTimeout = TimeSpan.FromSeconds(3) }, time);
        Assert.True(sender.TrySend(InteractionEvent.View("ann", "p-1")));

        Task end = sender.DisposeAsync().AsTask();
        await UntilAsync(time, () => end.IsCompleted);
        await end;

        Assert.Equal((0L, 1L), (sender.Sent, sender.Lost));
    }

    /// <summary>Moves the clock until a condition holds.</summary>
    private static Task UntilAsync(FakeTimeProvider time, Func<bool> condition) =>
        Eventually.HoldsAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(500));
                return condition();
            },
            () => null);
}
