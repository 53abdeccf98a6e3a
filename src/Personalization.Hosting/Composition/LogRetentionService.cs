using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Users;
using Personalization.Storage.Resilience;
using Polly;

namespace Personalization.Hosting.Composition;

/// <summary>
/// Lets go of expired parts of the event log, once an hour on one silo of the cluster: each user of a part is asked to make sure that a
/// snapshot covers what they have in it, and only then the part goes.
/// </summary>
internal sealed class LogRetentionService(
    ILogRetention retention, Pipelines pipelines, IGrainFactory grains, ISiloStatusOracle silos, TimeProvider time, ILogger<LogRetentionService> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly ResiliencePipeline _listing = pipelines.Get("retention", TimeSpan.FromMinutes(2), error => error is IOException or TimeoutException);

    /// <summary>Whether this silo is the one. For a moment after a change two may think so, which only costs time.</summary>
    private bool IsChosen => silos.GetApproximateSiloStatuses(onlyActive: true).Keys.Min() is { } first && first.Equals(silos.SiloAddress);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, time);
        do
        {
            try
            {
                if (IsChosen)
                {
                    await DropAsync(stoppingToken);
                }
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning(error, "Expired parts of the event log could not be dropped; it is tried again in an hour.");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task DropAsync(CancellationToken cancellationToken)
    {
        foreach (LogPart part in await _listing.ExecuteAsync(retention.ListExpiredAsync, cancellationToken))
        {
            bool dropped = await retention.DropAsync(part, IsCoveredAsync, cancellationToken);
            log.LogInformation("{Part} of the event log {Outcome}.", part, dropped ? "has been dropped" : "stays: a user in it is not covered by a snapshot yet");
        }
    }

    private ValueTask<bool> IsCoveredAsync(LogPartUser user, CancellationToken cancellationToken) =>
        grains.GetGrain<IUserGrain>(user.UserKey).EnsureSnapshotAsync(user.LastSequence);
}
