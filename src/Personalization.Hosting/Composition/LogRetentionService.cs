using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Users;
using Personalization.Storage.Resilience;
using Polly;

namespace Personalization.Hosting.Composition;

/// <summary>Deletes expired parts of the event log, once an hour on one silo of the cluster.</summary>
/// <remarks>
/// A part is deleted only after each of its users has confirmed a snapshot that covers the user's entries in the part.
/// </remarks>
internal sealed class LogRetentionService(
    ILogRetention retention,
    Pipelines pipelines,
    IGrainFactory grains,
    ISiloStatusOracle silos,
    TimeProvider time,
    ILogger<LogRetentionService> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly ResiliencePipeline _listing = pipelines.Get(
        "retention", TimeSpan.FromMinutes(2), error => error is IOException or TimeoutException);

    /// <summary>
    /// Whether this silo deletes. After a membership change two silos may do so for a moment, which only costs time.
    /// </summary>
    private bool IsChosen =>
        silos.GetApproximateSiloStatuses(onlyActive: true).Keys.Min() is { } first && first.Equals(silos.SiloAddress);

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
                log.LogWarning(error, "Failed to delete expired parts of the event log; retrying in an hour.");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task DropAsync(CancellationToken cancellationToken)
    {
        foreach (LogPart part in await _listing.ExecuteAsync(retention.ListExpiredAsync, cancellationToken))
        {
            bool dropped = await retention.DropAsync(part, IsCoveredAsync, cancellationToken);
            log.LogInformation(
                "Event log {Part}: {Outcome}.",
                part,
                dropped ? "deleted" : "stays, because a user in it has no covering snapshot yet");
        }
    }

    private ValueTask<bool> IsCoveredAsync(LogPartUser user, CancellationToken cancellationToken) =>
        grains.GetGrain<IUserGrain>(user.UserKey).EnsureSnapshotAsync(user.LastSequence);
}
