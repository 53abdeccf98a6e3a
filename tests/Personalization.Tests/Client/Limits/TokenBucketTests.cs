using Personalization.Client.Api.Limits;

namespace Personalization.Tests.Client.Limits;

public sealed class TokenBucketTests
{
    private const long Second = 1_000;

    [Fact]
    public void A_full_bucket_has_its_burst_and_then_says_how_long_to_wait()
    {
        TokenBucket bucket = new(Second / 2, burst: 3);

        Assert.Equal([0, 0, 0, 500, 500], Take(bucket, 5, now: 10_000));
        Assert.Equal(200, bucket.TryTake(10_300));
        Assert.Equal([0, 500], Take(bucket, 2, now: 10_500));
    }

    [Fact]
    public void It_never_holds_more_than_its_burst()
    {
        TokenBucket bucket = new(Second, burst: 2);
        _ = Take(bucket, 2, now: 0);

        Assert.Equal([0, 0, 1_000], Take(bucket, 3, now: 1_000_000));
    }

    [Fact]
    public void It_is_as_good_as_new_once_it_is_full()
    {
        TokenBucket bucket = new(Second, burst: 2);
        _ = Take(bucket, 2, now: 5_000);

        Assert.False(bucket.IsFull(6_999));
        Assert.True(bucket.IsFull(7_000));
    }

    [Fact]
    public void Over_any_time_no_more_is_taken_than_burst_and_rate_allow()
    {
        TokenBucket bucket = new(Second / 10, burst: 5);
        Random random = new(7);
        long now = 0, taken = 0;
        for (int i = 0; i < 10_000; i++)
        {
            now += random.Next(100);
            taken += bucket.TryTake(now) == 0 ? 1 : 0;
        }

        long allowed = 5 + (now / (Second / 10));
        Assert.InRange(taken, allowed * 9 / 10, allowed);
    }

    [Fact]
    public async Task Threads_that_race_share_its_tokens()
    {
        TokenBucket bucket = new(Second, burst: 1_000);
        long[] taken = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Take(bucket, 1_000, now: 0).LongCount(wait => wait == 0))));

        Assert.Equal(1_000, taken.Sum());
    }

    private static long[] Take(TokenBucket bucket, int count, long now) => [.. Enumerable.Range(0, count).Select(_ => bucket.TryTake(now))];
}
