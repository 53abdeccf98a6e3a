using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Personalization.Engine.Ranking;
using Personalization.Engine.Recommendations;

namespace Personalization.Grains.Rollouts;

/// <summary>Ranks shadowed requests with both versions, one after the other and outside the request path.</summary>
/// <remarks>It uses at most one core.</remarks>
public sealed class ShadowRanker(RolloutCounter counter, TimeProvider time, ILogger<ShadowRanker> log)
    : BackgroundService
{
    private const int Length = 20;

    private string? _failing;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (ShadowCase request in counter.Waiting.ReadAllAsync(stoppingToken).ConfigureAwait(false))
        {
            if (TryRank(request.Live, request, stoppingToken, out (IReadOnlyList<string>, TimeSpan)? live))
            {
                _ = TryRank(request.New, request, stoppingToken, out (IReadOnlyList<string>, TimeSpan)? own);
                counter.Compared(live.Value, own, request.New.Serving.Catalog);
            }
        }
    }

    private bool TryRank(
        ShadowSide side,
        ShadowCase request,
        CancellationToken cancellationToken,
        [NotNullWhen(true)] out (IReadOnlyList<string> Items, TimeSpan Took)? list)
    {
        long started = time.GetTimestamp();
        try
        {
            RankedItem[] ranked = ListComposer.RankKnown(
                side.Serving, side.Signal, request.Stated, request.Policy, side.Gate, Length, cancellationToken);
            TimeSpan took = time.GetElapsedTime(started);
            list = ([.. ranked.Select(item => side.Serving.Model!.Items[item.Item])], took);
            return true;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            if (_failing != side.Serving.Model!.Version)
            {
                _failing = side.Serving.Model.Version;
                log.LogError(
                    error,
                    "Model version {Version} failed to rank a shadowed request; further failures are only counted.",
                    _failing);
            }

            list = null;
            return false;
        }
    }
}
