using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Personalization.Abstractions.Models;
using Personalization.Abstractions.Rollouts;
using Personalization.Engine.Rollouts;

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
    /// <summary>So many rollouts are remembered.</summary>
    private const int Kept = 20;

    /// <summary>How often it is looked whether a rollout may go on or has to go back.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    /// <summary>What was counted is stored so often at least; more is lost with the silo.</summary>
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
        _ = this.RegisterGrainTimer(LookAsync, new GrainTimerCreationOptions(TimeSpan.Zero, LookEvery) { KeepAlive = true });
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

        if (Newest is { IsActive: true } going)
        {
            throw new InvalidOperationException($"The rollout of {going.Version} goes on ({going.Stage}); stop it first, or wait.");
        }

        if (catalog.Live is not { } live || live == version)
        {
            throw new InvalidOperationException(catalog.Live is null ? "There is no live version to compare it with; promote it." : $"The version '{version}' is live.");
        }

        return await BeginAsync(version, live, who);
    }

    /// <inheritdoc/>
    public async ValueTask<Rollout> RollBackAsync(string version, string who, string why)
    {
        Rollout rollout = Find(version);
        bool serves = rollout.Stage == RolloutStage.Live && (await Models.GetAsync()).Live == version && rollout == Newest;
        return rollout.IsActive || serves
            ? await DecideAsync(new RolloutDecision(rollout.Stage is RolloutStage.Gate or RolloutStage.Shadow ? RolloutMove.Refuse : RolloutMove.RollBack, why), who)
            : throw new InvalidOperationException($"The rollout of {version} is over ({rollout.Stage}). A version that is live while another is rolled out goes back by the roll-back of models.");
    }

    /// <inheritdoc/>
    public async ValueTask<Rollout> StopAsync(string version, string who, string why) => Find(version) is { IsActive: true }
        ? await DecideAsync(new RolloutDecision(RolloutMove.Stop, why), who)
        : throw new InvalidOperationException($"The rollout of {version} is over.");

    /// <inheritdoc/>
    public ValueTask<RolloutOrder> ReportAsync(RolloutOrder counted, RolloutTally tally)
    {
        RolloutOrder order = Newest is { Stage: RolloutStage.Shadow or RolloutStage.Canary } rollout ? new(rollout.Version, rollout.Stage) : RolloutOrder.None;
        if (counted == order && order != RolloutOrder.None)
        {
            stored.State = State with { Tally = State.Tally + tally };
        }

        return ValueTask.FromResult(order);
    }

    private Rollout Find(string version) => State.Rollouts.FirstOrDefault(rollout => rollout.Version == version)
        ?? throw new KeyNotFoundException($"There is no rollout of the version '{version}'.");

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await LookOnceAsync(cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogWarning(error, "A rollout could not be looked after; it is tried again in {Seconds} s.", LookEvery.TotalSeconds);
        }
    }

    private async Task LookOnceAsync(CancellationToken cancellationToken)
    {
        if (!State.IsSettled)
        {
            await SettleAsync();
        }

        ModelCatalog catalog = await Models.GetAsync();
        if (Newest is not { IsActive: true } rollout)
        {
            await RestAsync(catalog);
            return;
        }

        Rollout seen = await stages.LookAsync(rollout, catalog, State.Tally, cancellationToken);
        stored.State = State with { Rollouts = State.Rollouts.SetItem(0, seen) };
        meter.Show(seen);
        RolloutDecision decision = stages.Decide(seen, catalog.Live);
        if (decision.Move != RolloutMove.Stay)
        {
            _ = await DecideAsync(decision, RolloutMachine.Engine);
        }
        else if (time.GetUtcNow() - _storedAt >= StoreEvery)
        {
            await WriteAsync(State);
        }
    }

    /// <summary>While no rollout goes on: lets the version before go in time, and begins with the next version that waits.</summary>
    private async Task RestAsync(ModelCatalog catalog)
    {
        if (State.KeepsPrevious && !stages.KeepsPrevious(Newest))
        {
            await stages.LetPreviousGoAsync();
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
        await WriteAsync(State with { Rollouts = [rollout, .. State.Rollouts.Take(Kept - 1)], Tally = RolloutTally.Empty, IsSettled = true });
        log.LogInformation("The rollout of {Version} against {Live} begins, by {Who}.", version, live, who);
        return rollout;
    }

    /// <summary>Stores a decision, then carries it out: what is cut off in between is carried out by the next look.</summary>
    private async Task<Rollout> DecideAsync(RolloutDecision decision, string who)
    {
        Rollout rollout = RolloutMachine.Apply(Newest!, decision, time.GetUtcNow(), who);
        bool isNewStage = rollout.Stage != Newest!.Stage;
        log.Log(
            decision.Move is RolloutMove.RollBack or RolloutMove.Refuse ? LogLevel.Warning : LogLevel.Information,
            "The rollout of {Version}: {What}, by {Who}. {Why}", rollout.Version, rollout.Audit[^1].What, who, decision.Why);
        await WriteAsync(State with { Rollouts = State.Rollouts.SetItem(0, rollout), Tally = isNewStage ? RolloutTally.Empty : State.Tally, IsSettled = false });
        await SettleAsync();
        return rollout;
    }

    private async Task SettleAsync()
    {
        await stages.CarryOutAsync(Newest!);
        await WriteAsync(State with { IsSettled = true, KeepsPrevious = State.KeepsPrevious || Newest!.Stage == RolloutStage.Live });
    }

    /// <summary>Stores the state, or gives up the activation: what is stored is unknown then, and the next one reads it.</summary>
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
