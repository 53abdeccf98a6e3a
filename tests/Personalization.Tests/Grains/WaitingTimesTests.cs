using Microsoft.Extensions.Time.Testing;
using Personalization.Grains.Serving;

namespace Personalization.Tests.Grains;

public sealed class WaitingTimesTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0)]
    [InlineData(-3_600)]
    [InlineData(3_600)]
    public void The_time_beyond_the_fastest_call_is_waiting_time_for_any_clock_offset(int clockAheadSeconds)
    {
        FakeTimeProvider time = new(Start);
        WaitingTimes waiting = new(time);
        TimeSpan ahead = TimeSpan.FromSeconds(clockAheadSeconds);

        // transit times of 1, 31, 1 and 101 ms
        Assert.Equal(0, Waited(1));
        Assert.Equal(30, Waited(31));
        Assert.Equal(0, Waited(1));
        Assert.Equal(100, Waited(101));

        double Waited(int transitMs)
        {
            long sent = (time.GetUtcNow() + ahead).UtcTicks;
            time.Advance(TimeSpan.FromMilliseconds(transitMs));
            return waiting.Of(7, sent).TotalMilliseconds;
        }
    }

    [Fact]
    public void A_changed_clock_is_learned_within_two_windows_for_each_sender()
    {
        FakeTimeProvider time = new(Start);
        WaitingTimes waiting = new(time);
        Assert.Equal(TimeSpan.Zero, waiting.Of(1, time.GetUtcNow().UtcTicks));
        Assert.Equal(TimeSpan.Zero, waiting.Of(2, time.GetUtcNow().AddSeconds(-5).UtcTicks));
        Assert.Equal(TimeSpan.FromSeconds(5), waiting.Of(1, time.GetUtcNow().AddSeconds(-5).UtcTicks));

        time.Advance(TimeSpan.FromSeconds(31));
        _ = waiting.Of(1, time.GetUtcNow().AddSeconds(-5).UtcTicks);
        time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(TimeSpan.Zero, waiting.Of(1, time.GetUtcNow().AddSeconds(-5).UtcTicks));
    }

    [Fact]
    public void A_call_without_a_sender_has_no_waiting_time() =>
        Assert.Equal(TimeSpan.Zero, new WaitingTimes(new FakeTimeProvider(Start)).Of(0, 1));
}
