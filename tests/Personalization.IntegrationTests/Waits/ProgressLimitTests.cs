using Microsoft.Extensions.Time.Testing;
using Personalization.Testing;

namespace Personalization.IntegrationTests.Waits;

public sealed class ProgressLimitTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_wait_without_progress_ends_at_the_limit()
    {
        ProgressLimit limit = new(Limit, _time);
        Assert.False(limit.IsExceeded("50 %"));
        _time.Advance(Limit - TimeSpan.FromSeconds(1));
        Assert.False(limit.IsExceeded("50 %"));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(limit.IsExceeded("50 %"));
    }

    [Fact]
    public void Progress_extends_the_wait_up_to_the_ceiling()
    {
        ProgressLimit limit = new(Limit, _time);
        for (int half = 1; half < 2 * ProgressLimit.Ceiling; half++)
        {
            _time.Advance(Limit / 2);
            Assert.False(limit.IsExceeded(half));
        }

        _time.Advance(Limit / 2);
        Assert.True(limit.IsExceeded("more"));
        Assert.Equal(ProgressLimit.Ceiling * Limit, limit.Elapsed);
    }
}
