using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Personalization.Abstractions.Stores;
using Personalization.Client.Api.Engine;
using Personalization.Client.Api.Settings;
using Personalization.Testing;

namespace Personalization.Tests.Api.Engine;

/// <summary>Calls of the API to a slow or failing engine (defects M13, M14 and L2).</summary>
public sealed class EngineCallsTests
{
    private static readonly CancellationToken NeverGone = CancellationToken.None;

    private readonly FakeTimeProvider _time = new();
    private int _attempts;

    [Fact]
    public async Task L2_The_write_timeout_is_one_limit_over_all_attempts()
    {
        Task<int> call = Calls(10_000).RunAsync<int, int>(0, async (_, stop) =>
        {
            _attempts++;
            await Task.Delay(TimeSpan.FromSeconds(_attempts == 1 ? 9 : 60), _time, stop);
            throw new IOException();
        }, NeverGone).AsTask();

        _time.Advance(TimeSpan.FromSeconds(9));
        await AttemptsReachAsync(2);
        Assert.False(call.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));

        _ = await Assert.ThrowsAsync<TimeoutException>(() => call);
        Assert.Equal(2, _attempts);
    }

    [Fact]
    public async Task L2_A_call_without_a_token_ends_at_the_write_timeout()
    {
        TaskCompletionSource<int> never = new();
        Task<int> call = Calls(10_000).RunAsync(never, never => new ValueTask<int>(never.Task), NeverGone).AsTask();
        _time.Advance(TimeSpan.FromSeconds(10));

        _ = await Assert.ThrowsAsync<TimeoutException>(() => call);
    }

    [Fact]
    public async Task M13_A_call_to_a_store_that_is_known_to_be_unavailable_is_not_repeated()
    {
        _ = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => RunAsync(Calls(10_000), new StoreUnavailableException(), NeverGone));

        Assert.Equal(1, _attempts);
    }

    [Fact]
    public async Task M14_A_call_that_a_full_queue_rejects_is_not_repeated()
    {
        _ = await Assert.ThrowsAsync<LimitExceededException>(
            () => RunAsync(Calls(10_000), new LimitExceededException("queue", 1_001, 1_000, "user"), NeverGone));

        Assert.Equal(1, _attempts);
    }

    [Fact]
    public async Task M14_A_call_whose_client_disconnected_is_not_repeated()
    {
        using CancellationTokenSource gone = new();
        await gone.CancelAsync();

        _ = await Assert.ThrowsAsync<IOException>(() => RunAsync(Calls(10_000), new IOException(), gone.Token));

        Assert.Equal(1, _attempts);
    }

    [Fact]
    public async Task M14_The_token_of_a_call_is_cancelled_at_the_write_timeout()
    {
        CancellationToken token = default;
        Task<int> call = Calls(1_000).RunAsync(0, async (_, stop) =>
        {
            token = stop;
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, stop);
            return 1;
        }, NeverGone).AsTask();
        Assert.False(token.IsCancellationRequested);
        _time.Advance(TimeSpan.FromSeconds(1));

        _ = await Assert.ThrowsAsync<TimeoutException>(() => call);
        Assert.True(token.IsCancellationRequested);
    }

    [Fact]
    public async Task M14_Retries_of_all_calls_are_bounded_until_calls_succeed()
    {
        EngineCalls calls = Calls(100);
        const int failing = EngineCalls.RetryCapacity + 200;
        Task<Exception>[] running =
        [
            .. Enumerable.Range(0, failing).Select(
                _ => Assert.ThrowsAnyAsync<Exception>(() => RunAsync(calls, new IOException(), NeverGone))),
        ];
        await Eventually.HoldsAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(10));
                return running.All(call => call.IsCompleted);
            },
            () => running.Count(call => call.IsCompleted));

        Assert.Equal(failing + EngineCalls.RetryCapacity, _attempts);
        _ = await calls.RunAsync(0, (_, _) => ValueTask.FromResult(0), NeverGone);
        _ = await Assert.ThrowsAnyAsync<IOException>(() => RunAsync(calls, new IOException(), NeverGone));
        Assert.Equal(failing + EngineCalls.RetryCapacity + 2, _attempts);
    }

    private EngineCalls Calls(int timeoutMs) =>
        new(new ApiOptions { WriteTimeoutMs = timeoutMs }, _time, NullLogger<EngineCalls>.Instance);

    private Task<int> RunAsync(EngineCalls calls, Exception error, CancellationToken gone) =>
        calls.RunAsync<int, int>(0, (_, _) =>
        {
            _ = Interlocked.Increment(ref _attempts);
            throw error;
        }, gone).AsTask();

    private Task AttemptsReachAsync(int count) =>
        Eventually.HoldsAsync(() => Volatile.Read(ref _attempts) >= count, () => Volatile.Read(ref _attempts));
}
