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
/// One pull of a feed, beside the grains' scheduler: read it to its end, judge it whole, and put what changes into the catalogue in one
/// step. Whatever goes wrong before that step leaves the catalogue as it is.
/// </summary>
public sealed class FeedPuller(
    IGrainFactory grains, FeedRegistry feeds, ServingHolder serving, ICatalogStore store, TimeProvider time, ILogger<FeedPuller> log)
{
    /// <summary>So often the catalogue may change under the feed's hands before the pull is given up.</summary>
    private const int SwapTries = 5;

    /// <summary>Pulls.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="known">What is known of it; only read.</param>
    /// <param name="cancellationToken">The silo stops.</param>
    public async Task<FeedOutcome> PullAsync(ConfiguredFeed feed, FeedGrainState known, CancellationToken cancellationToken)
    {
        using CancellationTokenSource late = new(feed.PullTimeout, time);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            // A stock feed that names items the catalogue did not have is read anyway: they may have come since.
            FeedContent? content = await feed.Source.ReadAsync(known.LastGood.Unknown > 0 ? [] : known.Marks, stop.Token).ConfigureAwait(false);
            return content is null
                ? new FeedOutcome { State = FeedState.Good }
                : await ApplyAsync(feed, known, content, stop.Token).ConfigureAwait(false);
        }
        catch (FeedFailedException failed)
        {
            return Failed(failed.IsContent ? FeedState.Quarantined : FeedState.Failing, failed.Problems, failed.RetryAfter);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return Failed(FeedState.Failing, [new("$", "timeout", $"the pull took longer than {feed.PullTimeout.TotalSeconds} s.")]);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogWarning(error, "The feed {Feed} could not be put into force; the catalogue before stays.", feed.Name);
            return Failed(FeedState.Failing, [new("$", "notStored", $"the feed could not be put into force: {error.Message}")]);
        }
    }

    private async Task<FeedOutcome> ApplyAsync(ConfiguredFeed feed, FeedGrainState known, FeedContent content, CancellationToken cancellationToken)
    {
        ICatalogGrain catalog = grains.GetGrain<ICatalogGrain>(0);
        for (int i = 0; i < SwapTries; i++)
        {
            CatalogSnapshot before = await CatalogAsync(catalog, cancellationToken).ConfigureAwait(false);
            FeedVerdict verdict = FeedCheck.Check(content, Context(feed, known, before));
            if (!verdict.IsGood)
            {
                return new FeedOutcome { State = FeedState.Quarantined, Figures = verdict.Figures, Report = Report(verdict) };
            }

            if (verdict.Changes.IsEmpty || await catalog.SwapAsync(verdict.Changes, before.Epoch).WaitAsync(cancellationToken).ConfigureAwait(false) is not null)
            {
                return new FeedOutcome { State = FeedState.Good, Figures = verdict.Figures, Marks = [.. content.Marks] };
            }
        }

        return Failed(FeedState.Failing, [new("$", "notStored", $"the catalogue changed {SwapTries} times meanwhile.")]);
    }

    /// <summary>The catalogue as it is: the silo's own copy, brought up to the present when it is behind.</summary>
    private async Task<CatalogSnapshot> CatalogAsync(ICatalogGrain catalog, CancellationToken cancellationToken)
    {
        long epoch = await catalog.GetEpochAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        if (epoch > serving.Current.Catalog.Epoch)
        {
            serving.CatchUp(await store.ReadAsync(serving.Current.Catalog.Epoch, cancellationToken).ConfigureAwait(false));
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

    private FeedOutcome Failed(FeedState state, IReadOnlyList<ValidationError> problems, TimeSpan? retryAfter = null) => new()
    {
        State = state,
        RetryAfter = retryAfter,
        Report = new FeedReport { At = time.GetUtcNow(), Problems = [.. problems.Take(FeedReport.MaxProblems)], ProblemCount = problems.Count },
    };
}
