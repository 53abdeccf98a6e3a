using System.Diagnostics.Metrics;
using Microsoft.Extensions.Time.Testing;
using Personalization.Storage.HttpFeeds;
using Personalization.Storage.Resilience;
using Personalization.Testing.Resilience;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Timeout;
using Polly;

namespace Personalization.IntegrationTests.Storage.Resilience;

public sealed class PipelinesTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Retry_pauses_grow_up_to_the_maximum()
    {
        List<DateTimeOffset> tries = [];
        ResiliencePipeline pipeline = Get(new ResilienceOptions { Retries = 12, BreakerMinimumCalls = 1_000 });

        _ = await Assert.ThrowsAsync<PageFailedException>(() => Run(pipeline, () => Fail(tries)));

        TimeSpan[] pauses = [.. tries.Zip(tries.Skip(1), (one, next) => next - one)];
        Assert.Equal(12, pauses.Length);
        Assert.All(pauses, pause => Assert.InRange(pause, TimeSpan.Zero, TimeSpan.FromSeconds(30.1)));
        Assert.True(pauses[..3].Sum(pause => pause.TotalSeconds) < pauses[^3..].Sum(pause => pause.TotalSeconds));
        Assert.True(pauses[^1] > TimeSpan.FromSeconds(5), $"the last pause was {pauses[^1]}");
    }

    [Fact]
    public async Task The_retry_delay_of_upstream_is_waited_exactly()
    {
        List<DateTimeOffset> tries = [];

        await Run(
            Get(new ResilienceOptions()),
            () => tries.Count == 0 ? Fail(tries, retryAfter: TimeSpan.FromSeconds(17)) : Succeed(tries));

        Assert.Equal(17, Math.Round((tries[1] - tries[0]).TotalSeconds));
    }

    [Fact]
    public async Task A_retry_delay_beyond_the_maximum_ends_the_call()
    {
        List<DateTimeOffset> tries = [];

        _ = await Assert.ThrowsAsync<PageFailedException>(
            () => Run(Get(new ResilienceOptions()), () => Fail(tries, retryAfter: TimeSpan.FromSeconds(31))));

        _ = Assert.Single(tries);
    }

    [Fact]
    public async Task Permanent_failures_are_not_retried()
    {
        List<DateTimeOffset> tries = [];

        _ = await Assert.ThrowsAsync<PageFailedException>(
            () => Run(Get(new ResilienceOptions()), () => Fail(tries, isPassing: false)));

        _ = Assert.Single(tries);
    }

    [Fact]
    public async Task A_hanging_try_times_out_and_is_retried()
    {
        int tries = 0;

        _ = await Assert.ThrowsAsync<TimeoutRejectedException>(() => Run(
            Get(new ResilienceOptions { Retries = 2 }), async stop =>
            {
                tries++;
                await Task.Delay(Timeout.InfiniteTimeSpan, _time, stop);
            }));

        Assert.Equal(3, tries);
    }

    [Fact]
    public async Task A_circuit_breaker_opens_reports_its_state_and_closes()
    {
        Pipelines pipelines = TestPipelines.Create(
            new ResilienceOptions { Retries = 0, BreakerMinimumCalls = 4, BreakerOpenSeconds = 15 }, _time);
        ResiliencePipeline pipeline = pipelines.Get(
            "p", TimeSpan.FromSeconds(2), error => error is PageFailedException { IsPassing: true });
        for (int i = 0; i < 4; i++)
        {
            _ = await Assert.ThrowsAsync<PageFailedException>(() => Run(pipeline, () => Fail([])));
        }

        BrokenCircuitException open = await Assert.ThrowsAsync<BrokenCircuitException>(
            () => Run(pipeline, () => Succeed([])));
        Assert.Equal("p", Assert.Single(pipelines.OpenBreakers));
        Assert.InRange(open.RetryAfter!.Value, TimeSpan.FromSeconds(13), TimeSpan.FromSeconds(15));
        _time.Advance(TimeSpan.FromSeconds(15));
        await Run(pipeline, () => Succeed([]));
        Assert.Equal(KeyValuePair.Create("p", CircuitState.Closed), Assert.Single(pipelines.Breakers));
        Assert.Empty(pipelines.OpenBreakers);
    }

    [Fact]
    public async Task Calls_beyond_the_limit_are_rejected_at_once()
    {
        ResiliencePipeline pipeline = Get(new ResilienceOptions { Retries = 0, MaxConcurrent = 1, MaxWaiting = 0 });
        TaskCompletionSource blocked = new();
        Task first = pipeline
            .ExecuteAsync(async _ => await blocked.Task, TestContext.Current.CancellationToken).AsTask();

        _ = await Assert.ThrowsAsync<RateLimiterRejectedException>(() => Run(pipeline, () => Succeed([])));
        blocked.SetResult();
        await first;
        await Run(pipeline, () => Succeed([]));
    }

    [Fact]
    public async Task Attempts_outcomes_and_breakers_are_reported_by_pipeline_name()
    {
        string name = $"measured-{Guid.Parse("6a1d1e0c-0000-4000-8000-000000000001"):N}";
        HashSet<string> seen = [];
        using MeterListener listener = new()
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (instrument.Meter.Name is "Polly" or Pipelines.MeterName)
                {
                    own.EnableMeasurementEvents(instrument);
                }
            },
        };
        void Note(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (KeyValuePair<string, object?> tag in tags)
            {
                if (tag.Key == "pipeline.name" && (string?)tag.Value == name)
                {
                    _ = seen.Add(instrument.Name);
                }
            }
        }

        listener.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Note(instrument, tags));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note(instrument, tags));
        listener.Start();
        Pipelines pipelines = TestPipelines.Create(new ResilienceOptions { Retries = 1 }, _time);
        _ = await Assert.ThrowsAsync<PageFailedException>(
            () => Run(pipelines.Get(name, TimeSpan.FromSeconds(1), _ => true), () => Fail([])));
        listener.RecordObservableInstruments();

        string[] wanted =
        [
            "resilience.polly.strategy.attempt.duration",
            "resilience.polly.strategy.events",
            "resilience.polly.pipeline.duration",
            "personalization.resilience.breaker.state"
        ];
        Assert.Empty(wanted.Except(seen));
    }

    [Fact]
    public void Contradicting_settings_are_reported() =>
        Assert.Contains(
            "FirstPauseSeconds",
            Assert.Single(new ResilienceOptions { FirstPauseSeconds = 40 }.Validate()),
            StringComparison.Ordinal);

    private ResiliencePipeline Get(ResilienceOptions options) =>
        TestPipelines.Create(options, _time).Get(
            "p", TimeSpan.FromSeconds(2), error => error is PageFailedException { IsPassing: true });

    private ValueTask Fail(List<DateTimeOffset> tries, bool isPassing = true, TimeSpan? retryAfter = null)
    {
        tries.Add(_time.GetUtcNow());
        throw new PageFailedException("status503", "down", isPassing, retryAfter);
    }

    private ValueTask Succeed(List<DateTimeOffset> tries)
    {
        tries.Add(_time.GetUtcNow());
        return ValueTask.CompletedTask;
    }

    private Task Run(ResiliencePipeline pipeline, Func<ValueTask> call) => Run(pipeline, _ => call());

    /// <summary>Runs a call while the fake time advances automatically.</summary>
    private async Task Run(ResiliencePipeline pipeline, Func<CancellationToken, ValueTask> call)
    {
        Task running = pipeline.ExecuteAsync(
            async stop => await call(stop), TestContext.Current.CancellationToken).AsTask();
        while (!running.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        await running;
    }
}
