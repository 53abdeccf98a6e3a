using Microsoft.Extensions.Logging;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Feeds;
using Personalization.Abstractions.Stores;
using Personalization.Engine.Feeds;
using Personalization.Engine.Recommendations;
using Personalization.Grains.Serving;

namespace Personalization.Grains.Feeds;

/// <summary>
/// Pulls a feed: reads it completely, validates it as a whole, and applies all changes to the catalog in one step.
/// </summary>
/// <remarks>
/// Runs outside the grain scheduler. A failure before the last step leaves the catalog unchanged.
/// </remarks>
public sealed class FeedPuller(
    IGrainFactory grains,
    FeedRegistry feeds,
    ServingHolder serving,
    ICatalogStore store,
    TimeProvider time,
    ILogger<FeedPuller> log)
{
    /// <summary>How many times a pull is applied again when the catalog changes meanwhile.</summary>
    private const int SwapTries = 5;

    /// <summary>Pulls the feed once.</summary>
    /// <param name="feed">The feed to pull.</param>
    /// <param name="known">The stored state of the feed; only read.</param>
    /// <param name="cancellationToken">Cancels the pull.</param>
    /// <returns>The result; every failure except a cancellation is part of it.</returns>
    public async Task<FeedOutcome> PullAsync(
        ConfiguredFeed feed, FeedGrainState known, CancellationToken cancellationToken)
    {
        using CancellationTokenSource late = new(feed.PullTimeout, time);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(
            late.Token, cancellationToken);
        try
        {
            // A stock feed that named unknown items is read again even if it did not change: the items may exist now.
            FeedContent? content = await feed.Source.ReadAsync(
                known.LastGood.Unknown > 0 ? [] : known.Marks, stop.Token).ConfigureAwait(false);
            return content is null
                ? new FeedOutcome { State = FeedState.Good }
                : await ApplyAsync(feed, known, content, stop.Token).ConfigureAwait(false);
        }
        catch (FeedFailedException failed)
        {
            return Failed(
                failed.IsContent ? FeedState.Quarantined : FeedState.Failing, failed.Problems, failed.RetryAfter);
        }
        catch (OperationCanceledException)
            when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return Failed(
                FeedState.Failing,
                [new("$", "timeout", $"the pull took longer than {feed.PullTimeout.TotalSeconds} s.")]);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogWarning(error, "Failed to apply feed {Feed}; the catalog stays unchanged.", feed.Name);
            return Failed(
                FeedState.Failing, [new("$", "notStored", $"the feed could not be applied: {error.Message}")]);
        }
    }

    private async Task<FeedOutcome> ApplyAsync(
        ConfiguredFeed feed, FeedGrainState known, FeedContent content, CancellationToken cancellationToken)
    {
        ICatalogGrain catalog = grains.GetGrain<ICatalogGrain>(0);
        for (int i = 0; i < SwapTries; i++)
        {
            CatalogSnapshot before = await CatalogAsync(catalog, cancellationToken).ConfigureAwait(false);
            FeedVerdict verdict = FeedCheck.Check(content, Context(feed, known, before));
            if (!verdict.IsGood)
            {
                return new FeedOutcome
                {
                    State = FeedState.Quarantined,
                    Figures = verdict.Figures,
                    Report = Report(verdict)
                };
            }

            if (verdict.Changes.IsEmpty
                || await catalog.SwapAsync(verdict.Changes, before.Epoch)
                    .WaitAsync(cancellationToken).ConfigureAwait(false) is not null)
            {
                return new FeedOutcome
                {
                    State = FeedState.Good,
                    Figures = verdict.Figures,
                    Marks = [.. content.Marks]
                };
            }
        }

        return Failed(
            FeedState.Failing, [new("$", "notStored", $"the catalog changed {SwapTries} times during the pull.")]);
    }

    /// <summary>The current catalog: the silo's copy, updated from the store when it is behind.</summary>
    private async Task<CatalogSnapshot> CatalogAsync(ICatalogGrain catalog, CancellationToken cancellationToken)
    {
        long epoch = await catalog.GetEpochAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        if (epoch > serving.Current.Catalog.Epoch)
        {
            serving.CatchUp(
                await store.ReadAsync(serving.Current.Catalog.Epoch, cancellationToken).ConfigureAwait(false));
        }

        return serving.Current.Catalog;
    }

    private FeedContext Context(ConfiguredFeed feed, FeedGrainState known, CatalogSnapshot catalog) => new()
    {
        Feed = feed.Name,
        Kind = feed.Kind,
        Catalog = catalog,
        Limits = feed.Limits,
        Others = feeds.OthersThan(feed),
        StockElsewhere = feed.Kind == FeedKind.Catalog && feeds.HasStock,
        LastItems = known.LastGood.Known,
        Accepted = known.Accepted,
        Now = time.GetUtcNow(),
    };

    private FeedReport Report(FeedVerdict verdict)
    {
        List<ValidationError> all = [.. verdict.Problems, .. verdict.Doubts];
        return new FeedReport
        {
            At = time.GetUtcNow(),
            Problems = [.. all.Take(FeedReport.MaxProblems)],
            ProblemCount = all.Count,
            Figures = verdict.Figures,
            Releasable = verdict.Problems.Count == 0,
        };
    }

    private FeedOutcome Failed(FeedState state, IReadOnlyList<ValidationError> problems, TimeSpan? retryAfter = null) =>
        new()
        {
            State = state,
            RetryAfter = retryAfter,
            Report = new FeedReport
            {
                At = time.GetUtcNow(),
                Problems = [.. problems.Take(FeedReport.MaxProblems)],
                ProblemCount = problems.Count
            },
        };
}
