using Personalization.Hosting.Telemetry;

namespace Personalization.Tests.Hosting.Telemetry;

public sealed class WaitingSinceTests
{
    [Fact]
    public void The_count_and_the_oldest_call_are_known()
    {
        WaitingSince waiting = new();
        Assert.Null(waiting.Oldest());

        int first = waiting.Begin(10);
        int second = waiting.Begin(20);
        Assert.Equal((2, 10), (waiting.Count, waiting.Oldest()));

        waiting.End(first);
        _ = waiting.Begin(30);
        Assert.Equal((2, 20), (waiting.Count, waiting.Oldest()));

        waiting.End(second);
        Assert.Equal((1, 30), (waiting.Count, waiting.Oldest()));
    }

    [Fact]
    public void Any_number_of_calls_can_wait()
    {
        WaitingSince waiting = new();
        int[] places = [.. Enumerable.Range(1, 1_000).Select(now => waiting.Begin(now))];

        Assert.Equal(1_000, places.Distinct().Count());
        Array.ForEach(places[..999], waiting.End);
        Assert.Equal((1, 1_000), (waiting.Count, waiting.Oldest()));
    }

    [Fact]
    public async Task Concurrent_calls_leave_nothing_behind()
    {
        WaitingSince waiting = new();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (int i = 1; i < 5_000; i++)
            {
                waiting.End(waiting.Begin(i));
            }
        })));

        Assert.Equal((0, null), (waiting.Count, waiting.Oldest()));
    }
}
