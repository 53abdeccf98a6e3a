using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Personalization.Abstractions.Models;
using Personalization.Abstractions.Retraining;
using Personalization.Engine.Retraining;

namespace Personalization.Grains.Retraining;

/// <inheritdoc cref="IRetrainingGrain"/>
[GrainType("personalization-learning")]
public sealed class RetrainingGrain(
    [PersistentState("learning", "models")] IPersistentState<RetrainingProgress> stored,
    IOptions<RetrainingOptions> options,
    RetrainingMetrics meter,
    TimeProvider time,
    ILogger<RetrainingGrain> log) : Grain, IRetrainingGrain
{
    /// <summary>How often the counts are stored. A lost silo loses newer counts.</summary>
    private static readonly TimeSpan StoreEvery = TimeSpan.FromMinutes(1);

    private DateTimeOffset _storedAt;

    private IModelGrain Models => GrainFactory.GetGrain<IModelGrain>(0);

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _storedAt = time.GetUtcNow();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        meter.Show(null);
        if (reason.ReasonCode != DeactivationReasonCode.ActivationFailed)
        {
            await WriteAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask ReportAsync(RetrainingReport report)
    {
        ModelCatalog catalog = await Models.GetAsync();
        stored.State = stored.State.With(report, catalog);
        meter.Show((stored.State.NewEvents, stored.State.DriftOf(catalog, options.Value)?.Median));
        DateTimeOffset now = time.GetUtcNow();
        if (stored.State.Reason(catalog, now, options.Value) is { } reason && (await Models.TrainAsync(null)).Started)
        {
            log.LogInformation(
                "A retraining started by {Trigger}: {Value} reached the limit {Limit}.",
                reason.Trigger,
                reason.Value,
                reason.Limit);
            meter.Started(reason.Trigger);
            stored.State = stored.State with { StartedAt = now };
            await WriteAsync();
        }
        else if (now - _storedAt >= StoreEvery)
        {
            await WriteAsync();
        }
    }

    /// <summary>
    /// Stores the state. A failed write deactivates the grain: the stored state is unknown, and the next activation
    /// reads it.
    /// </summary>
    private async Task WriteAsync()
    {
        try
        {
            await stored.WriteStateAsync();
            _storedAt = time.GetUtcNow();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }
}
