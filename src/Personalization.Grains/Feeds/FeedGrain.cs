using System.Globalization;
using Microsoft.Extensions.Logging;
using Personalization.Abstractions.Feeds;
using Personalization.Grains.Webhooks;

namespace Personalization.Grains.Feeds;

/// <inheritdoc cref="IFeedGrain"/>
[GrainType("personalization-feed")]
public sealed class FeedGrain(
    [PersistentState("feed", "feeds")] IPersistentState<FeedGrainState> stored,
    FeedRegistry feeds,
    FeedPuller puller,
    FeedMetrics meter,
    TimeProvider time,
    ILogger<FeedGrain> log) : Grain, IFeedGrain, IDisposable
{
    /// <summary>The longest pause after a failed or quarantined pull, unless the upstream requests more.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>The longest pause that the upstream can request.</summary>
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(1);

    /// <summary>Serializes writes of the state: a release can arrive while a pull ends.</summary>
    private readonly SemaphoreSlim _writing = new(1, 1);

    private ConfiguredFeed? _feed;
    private IGrainTimer? _timer;
    private bool _pulling;
    private bool _pullAgain;

    private FeedGrainState State => stored.State;

    /// <inheritdoc/>
    public void Dispose() => _writing.Dispose();

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _feed = feeds.Find(this.GetPrimaryKeyString());
        if (_feed is not null)
        {
            meter.Show(_feed.Name, State);
            TimeSpan due = State.NextPullAt is { } next && next > time.GetUtcNow()
                ? Shortest(next - time.GetUtcNow(), LongestRetryAfter)
                : TimeSpan.Zero;
            _timer = this.RegisterGrainTimer(
                RunPullAsync,
                new GrainTimerCreationOptions(due, Timeout.InfiniteTimeSpan) { Interleave = true, KeepAlive = true });
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        meter.Hide(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task KeepRunningAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<FeedView?> GetAsync() => Task.FromResult(_feed is null ? null : View(_feed));

    /// <inheritdoc/>
    public Task<FeedView?> PullAsync()
    {
        StartPull();
        return GetAsync();
    }

    /// <inheritdoc/>
    public async Task<FeedView?> ReleaseAsync()
    {
        if (_feed is null)
        {
            return null;
        }

        if (State is not { State: FeedState.Quarantined, Report: { Releasable: true, Figures: { } figures } })
        {
            throw new InvalidOperationException(State.State == FeedState.Quarantined
                ? $"The quarantined pull of feed '{_feed.Name}' is not valid, so it cannot be released."
                : $"Feed '{_feed.Name}' has no quarantined pull to release.");
        }

        await WriteAsync(State with { Accepted = figures });
        log.LogInformation("Released the quarantined pull of feed {Feed}.", _feed.Name);
        _ = await GrainFactory.TryPublishAsync(FeedNews.Released(_feed.Name, State, time.GetUtcNow()), log);
        StartPull();
        return View(_feed);
    }

    private void StartPull()
    {
        _pullAgain = _pulling;
        if (!_pulling)
        {
            _timer?.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task RunPullAsync(CancellationToken cancellationToken)
    {
        if (_pulling)
        {
            return;
        }

        (_pulling, _pullAgain) = (true, false);
        TimeSpan pause = Shortest(_feed!.Interval, LongestPause);
        try
        {
            long started = time.GetTimestamp();
            FeedGrainState known = State;
            FeedOutcome outcome = await Task.Run(
                () => puller.PullAsync(_feed, known, cancellationToken), cancellationToken);
            pause = Pause(outcome);
            await WriteAsync(After(outcome, pause));
            meter.Record(_feed.Name, State, outcome.Figures is not null, time.GetElapsedTime(started));
            Log(outcome);
            if (FeedNews.Of(_feed.Name, known, State) is { } news)
            {
                _ = await GrainFactory.TryPublishAsync(news, log);
            }
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogWarning(error, "Failed to store the state of feed {Feed}.", _feed.Name);
        }
        finally
        {
            _pulling = false;
            _timer!.Change(_pullAgain ? TimeSpan.Zero : pause, Timeout.InfiniteTimeSpan);
        }
    }

    private TimeSpan Pause(FeedOutcome outcome)
    {
        TimeSpan usual = outcome.State == FeedState.Good ? _feed!.Interval : Shortest(_feed!.Interval, LongestPause);
        return outcome.RetryAfter is { } asked && asked > usual ? Shortest(asked, LongestRetryAfter) : usual;
    }

    private FeedGrainState After(FeedOutcome outcome, TimeSpan pause)
    {
        DateTimeOffset now = time.GetUtcNow();
        FeedGrainState next =
            State with { State = outcome.State, LastPullAt = now, NextPullAt = now + pause, Report = outcome.Report };
        return outcome.State != FeedState.Good ? next with { Failures = State.Failures + 1 }
            : outcome.Figures is { } figures ? next with
            {
                Failures = 0,
                LastGoodAt = now,
                LastGood = figures,
                Marks = outcome.Marks,
                Accepted = null
            }
            : next with { Failures = 0, LastGoodAt = now, Accepted = null };
    }

    /// <summary>
    /// Stores the state. A failed write deactivates the grain: the stored state is unknown, and the next activation
    /// reads it.
    /// </summary>
    private async Task WriteAsync(FeedGrainState state)
    {
        await _writing.WaitAsync();
        try
        {
            stored.State = state;
            meter.Show(_feed!.Name, state);
            await stored.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
        finally
        {
            _ = _writing.Release();
        }
    }

    private FeedView View(ConfiguredFeed feed) => new()
    {
        Name = feed.Name,
        Kind = feed.Kind,
        State = State.State,
        LastGoodAt = State.LastGoodAt,
        AgeSeconds = State.LastGoodAt is { } good ? Math.Max(0, (time.GetUtcNow() - good).TotalSeconds) : null,
        MaxAgeSeconds = (int)feed.MaxAge.TotalSeconds,
        Items = State.LastGood.Items,
        LastPullAt = State.LastPullAt,
        NextPullAt = _pulling ? null : State.NextPullAt,
        Failures = State.Failures,
        Report = State.Report,
        Released = State.Accepted is not null,
    };

    private void Log(FeedOutcome outcome)
    {
        if (outcome.Report is { } report)
        {
            log.LogWarning(
                "Feed {Feed} is {State}; the last good pull stays active. {Problems} problems, the first: {Problem}",
                _feed!.Name,
                outcome.State.ToString().ToLowerInvariant(),
                report.ProblemCount.ToString(CultureInfo.InvariantCulture),
                report.Problems[0].Message);
        }
        else if (outcome.Figures is { Changed: > 0 } figures)
        {
            log.LogInformation(
                "Activated feed {Feed}: {Items} items, {Changed} changed.",
                _feed!.Name,
                figures.Items,
                figures.Changed);
        }
    }

    private static TimeSpan Shortest(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
