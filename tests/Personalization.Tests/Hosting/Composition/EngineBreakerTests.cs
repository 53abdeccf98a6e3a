using Microsoft.Extensions.Time.Testing;
using Personalization.Hosting.Composition;
using Personalization.Storage.Resilience;
using Personalization.Testing.Resilience;

namespace Personalization.Tests.Hosting.Composition;

public sealed class EngineBreakerTests
{
    private static readonly TimeSpan Open = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly EngineBreaker _breaker;

    public EngineBreakerTests()
    {
        ResilienceOptions options = new() { BreakerMinimumCalls = 4, EngineBreakerOpenSeconds = Open.TotalSeconds };
        _breaker = new EngineBreakers(
            TestPipelines.Create(options, _time)).Get("test", error => error is TimeoutException);
    }

    [Fact]
    public async Task After_a_break_one_call_decides_and_its_success_closes_the_breaker()
    {
        BreakerPass trial = await OpenAndTryAsync();
        Assert.Null(_breaker.Enter());

        await trial.EndAsync(null);
        Assert.NotNull(_breaker.Enter());
        Assert.NotNull(_breaker.Enter());
    }

    [Fact]
    public async Task A_trial_that_fails_keeps_the_breaker_open()
    {
        BreakerPass trial = await OpenAndTryAsync();
        await trial.EndAsync(new TimeoutException());
        Assert.Null(_breaker.Enter());

        _time.Advance(Open);
        Assert.NotNull(_breaker.Enter());
    }

    [Fact]
    public async Task A_trial_that_is_cancelled_is_no_failure_and_ends_once()
    {
        BreakerPass trial = await OpenAndTryAsync();
        trial.Release();
        await trial.EndAsync(new TimeoutException());

        Assert.NotNull(_breaker.Enter());
    }

    [Fact]
    public async Task A_call_that_is_not_counted_changes_nothing()
    {
        for (int i = 0; i < 10; i++)
        {
            await default(BreakerPass).EndAsync(new TimeoutException());
        }

        Assert.NotNull(_breaker.Enter());
    }

    /// <summary>Opens the breaker and lets the break pass.</summary>
    /// <returns>The pass of the first call after the break.</returns>
    private async Task<BreakerPass> OpenAndTryAsync()
    {
        for (int i = 0; i < 4; i++)
        {
            await _breaker.Enter()!.Value.EndAsync(new TimeoutException());
        }

        Assert.Null(_breaker.Enter());
        _time.Advance(Open);
        BreakerPass? trial = _breaker.Enter();
        Assert.NotNull(trial);
        return trial.Value;
    }
}
