using Microsoft.Extensions.Time.Testing;
using Personalization.Client.Api.Limits;

namespace Personalization.Tests.Client.Limits;

public sealed class CallerBucketsTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Each_caller_has_a_rate_of_its_own()
    {
        CallerBuckets buckets = new(perSecond: 2, burst: 1, _time);

        Assert.Equal(TimeSpan.Zero, buckets.TryTake("a"));
        Assert.Equal(TimeSpan.FromMilliseconds(500), buckets.TryTake("a"));
        Assert.Equal(TimeSpan.Zero, buckets.TryTake("b"));
        _time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal(TimeSpan.Zero, buckets.TryTake("a"));
    }

    [Fact]
    public void Callers_who_have_gone_are_forgotten_and_those_who_must_wait_are_not()
    {
        CallerBuckets buckets = new(perSecond: 1, burst: 60, _time);
        for (int i = 0; i < 1_024; i++)
        {
            _ = buckets.TryTake(i);
        }

        _time.Advance(TimeSpan.FromSeconds(2));
        while (buckets.TryTake("busy") == TimeSpan.Zero)
        {
            // until its bucket is empty
        }

        Assert.Equal(1, buckets.Count);
        Assert.NotEqual(TimeSpan.Zero, buckets.TryTake("busy"));
    }
}
