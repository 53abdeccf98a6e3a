using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Personalization.Abstractions.Models;
using Personalization.Abstractions.Rollouts;
using Personalization.Engine.Rollouts;
using Personalization.Grains.Webhooks;

namespace Personalization.Grains.Rollouts;

/// <inheritdoc cref="IRolloutGrain"/>
[GrainType("personalization-rollout")]
public sealed class RolloutGrain(
    [PersistentState("rollouts", "models")] IPersistentState<RolloutGrainState> stored,
    RolloutStages stages,
    RolloutMetrics meter,
    TimeProvider time,
    ILogger<RolloutGrain> log) : Grain, IRolloutGrain
{
    /// <summary>The number of rollouts that are remembered.</summary>
    private const int RememberedRollouts = 20;

    /// <summary>How often a rollout is evaluated.</summary>
    private static readonly TimeSpan EvaluateEvery = TimeSpan.FromSeconds(2);

    /// <summary>How often the counts are stored. A lost silo loses newer counts.</summary>
    private static readonly TimeSpan StoreEvery = TimeSpan.FromMinutes(1);

    private DateTimeOffset _storedAt;

    private RolloutGrainState State => stored.State;

    private Rollout? Newest => State.Rollouts is [var newest, ..] ? newest : null;

    private IModelGrain Models => GrainFactory.GetGrain<IModelGrain>(0);

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _storedAt = time.GetUtcNow();
        meter.Show(Newest);
        _ = this.RegisterGrainTimer(
            EvaluateAsync, new GrainTimerCreationOptions(TimeSpan.Zero, EvaluateEvery) { KeepAlive = true });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        meter.Show(null);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Rollout>> GetAsync() => ValueTask.FromResult(State.Rollouts);

    /// <inheritdoc/>
    public async ValueTask<Rollout> StartAsync(string version, string who)
    {
        ModelCatalog catalog = await Models.GetAsync();
        if (!catalog.Versions.Any(known => known.Version == version))
        {
            throw new KeyNotFoundException($"There is no model version '{version}'.");
        }

        if (Newest is { IsActive: true } active)
        {
            throw new InvalidOperationException(
                $"The rollout of {active.Version} is active ({active.Stage}). Stop it first, or wait until it ends.");
        }

        if (catalog.Live is not { } live || live == version)
        {
            throw new InvalidOperationException(catalog.Live is null
                ? "There is no live version to compare with. Promote a version first."
                : $"The version '{version}' is live already.");
        }

        return await BeginAsync(version, live, who);
    }

    /// <inheritdoc/>
    public async ValueTask<Rollout> RollBackAsync(string version, string who, string why)
    {
        Rollout rollout = Find(version);
        bool serves = rollout.Stage == RolloutStage.Live
            && (await Models.GetAsync()).Live == version
            && rollout == Newest;
        return rollout.IsActive || serves
            ? await DecideAsync(new RolloutDecision(ReturnFrom(rollout.Stage), why), who)
            : throw new InvalidOperationException(
                $"The rollout of {version} already finished ({rollout.Stage}). "
                + "To revert the live version, call POST /v1/models/rollback.");
    }

    /// <inheritdoc/>
    public async ValueTask<Rollout> StopAsync(string version, string who, string why) =>
        Find(version) is { IsActive: true }
            ? await DecideAsync(new RolloutDecision(RolloutMove.Stop, why), who)
            : throw new InvalidOperationException($"The rollout of {version} already finished.");

    /// <inheritdoc/>
    public ValueTask<RolloutOrder> ReportAsync(RolloutOrder counted, RolloutTally tally)
    {
        RolloutOrder order = Newest is { Stage: RolloutStage.Shadow or RolloutStage.Canary } rollout
            ? new(rollout.Version, rollout.Stage)
            : RolloutOrder.None;
        if (counted == order && order != RolloutOrder.None)
        {
            stored.State = State with { Tally = State.Tally + tally };
        }

        return ValueTask.FromResult(order);
    }

    private static RolloutMove ReturnFrom(RolloutStage stage) =>
        stage is RolloutStage.Gate or RolloutStage.Shadow ? RolloutMove.Refuse : RolloutMove.RollBack;

    private Rollout Find(string version) => State.Rollouts.FirstOrDefault(rollout => rollout.Version == version)
        ?? throw new KeyNotFoundException($"There is no rollout of the version '{version}'.");

    private async Task EvaluateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await EvaluateOnceAsync(cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogWarning(error, "Failed to evaluate a rollout; retrying in {Seconds} s.", EvaluateEvery.TotalSeconds);
        }
    }

    private async Task EvaluateOnceAsync(CancellationToken cancellationToken)
    {
        if (!State.IsSettled)
        {
            await SettleAsync();
        }

        ModelCatalog catalog = await Models.GetAsync();
        if (Newest is not { IsActive: true } rollout)
        {
            await IdleAsync(catalog);
            return;
        }

        Rollout observed = await stages.ObserveAsync(rollout, catalog, State.Tally, cancellationToken);
        stored.State = State with { Rollouts = State.Rollouts.SetItem(0, observed) };
        meter.Show(observed);
        RolloutDecision decision = stages.Decide(observed, catalog.Live);
        if (decision.Move != RolloutMove.Stay)
        {
            _ = await DecideAsync(decision, RolloutMachine.Engine);
        }
        else if (time.GetUtcNow() - _storedAt >= StoreEvery)
        {
            await WriteAsync(State);
        }
    }

    /// <summary>
    /// Without an active rollout: unpins the previous version in time, and starts the next version that waits.
    /// </summary>
    private async Task IdleAsync(ModelCatalog catalog)
    {
        if (State.KeepsPrevious && !stages.KeepsPrevious(Newest))
        {
            await stages.UnpinPreviousAsync();
            await WriteAsync(State with { KeepsPrevious = false });
        }

        if (stages.Next(catalog, State.Rollouts) is { } next)
        {
            _ = await BeginAsync(next, catalog.Live!, RolloutMachine.Engine);
        }
    }

    private async Task<Rollout> BeginAsync(string version, string live, string who)
    {
        int before = State.Rollouts.Count(known => known.Version == version);
        Rollout rollout = RolloutMachine.Begin(version, live, time.GetUtcNow(), who) with { Attempt = before + 1 };
        await WriteAsync(State with
        {
            Rollouts = [rollout, .. State.Rollouts.Take(RememberedRollouts - 1)],
            Tally = RolloutTally.Empty,
            IsSettled = true
        });
        log.LogInformation("Started the rollout of {Version} against {Live}, by {Who}.", version, live, who);
        _ = await GrainFactory.TryPublishAsync(RolloutNews.Of(rollout)!, log);
        return rollout;
    }

    /// <summary>Stores a decision, then applies it. The next evaluation repeats an interrupted application.</summary>
    private async Task<Rollout> DecideAsync(RolloutDecision decision, string who)
    {
        Rollout rollout = RolloutMachine.Apply(Newest!, decision, time.GetUtcNow(), who);
        bool isNewStage = rollout.Stage != Newest!.Stage;
        log.Log(
            decision.Move is RolloutMove.RollBack or RolloutMove.Refuse ? LogLevel.Warning : LogLevel.Information,
            "Rollout of {Version}: {What}, by {Who}. {Why}",
            rollout.Version,
            rollout.Audit[^1].What,
            who,
            decision.Why);
        await WriteAsync(State with
        {
            Rollouts = State.Rollouts.SetItem(0, rollout),
            Tally = isNewStage ? RolloutTally.Empty : State.Tally,
            IsSettled = false
        });
        await SettleAsync();
        return rollout;
    }

    private async Task SettleAsync()
    {
        Rollout rollout = Newest!;
        await stages.ApplyAsync(rollout);
        bool isPublished = RolloutNews.Of(rollout) is not { } news || await GrainFactory.TryPublishAsync(news, log);
        await WriteAsync(State with
        {
            IsSettled = isPublished,
            KeepsPrevious = State.KeepsPrevious || rollout.Stage == RolloutStage.Live,
        });
    }

    /// <summary>
    /// Stores the state. A failed write deactivates the grain: the stored state is unknown, and the next activation
    /// reads it.
    /// </summary>
    private async Task WriteAsync(RolloutGrainState state)
    {
        try
        {
            stored.State = state;
            meter.Show(Newest);
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
