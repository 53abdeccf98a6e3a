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
    public void What_a_call_took_beyond_the_quickest_it_has_waited_whatever_the_clocks_say(int clockAheadSeconds)
    {
        FakeTimeProvider time = new(Start);
        WaitingTimes waiting = new(time);
        TimeSpan ahead = TimeSpan.FromSeconds(clockAheadSeconds);

        // ways of 1, 31, 1 and 101 ms
        Assert.Equal(0, Waited(1));
        Assert.Equal(30, Waited(31));
        Assert.Equal(0, Waited(1));
        Assert.Equal(100, Waited(101));

        double Waited(int wayMs)
        {
            long sent = (time.GetUtcNow() + ahead).UtcTicks;
            time.Advance(TimeSpan.FromMilliseconds(wayMs));
            return waiting.Of(7, sent).TotalMilliseconds;
        }
    }

    [Fact]
    public void A_clock_that_was_set_is_learnt_within_two_windows_and_senders_are_told_apart()
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
    public void Nothing_is_said_of_a_call_without_a_sender() => Assert.Equal(TimeSpan.Zero, new WaitingTimes(new FakeTimeProvider(Start)).Of(0, 1));
}
