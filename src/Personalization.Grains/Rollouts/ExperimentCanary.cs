using Microsoft.Extensions.Options;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Rollouts;
using Personalization.Engine.Rollouts;

namespace Personalization.Grains.Rollouts;

/// <summary>Runs a canary as an experiment, with the assignment and measurement of any other.</summary>
public sealed class ExperimentCanary(IGrainFactory grains, IOptions<RolloutOptions> options, TimeProvider time)
    : ICanary
{
    private static readonly ChangeNote Decider = new("rollout");

    private IExperimentsGrain Experiments => grains.GetGrain<IExperimentsGrain>(0);

    /// <inheritdoc/>
    public async Task SetShareAsync(Rollout rollout, CancellationToken cancellationToken)
    {
        ChangeNote note = Decider with { Reason = rollout.Audit[^1].Why };
        ExperimentView? known = await FindAsync(rollout, cancellationToken);
        if (known is null)
        {
            ExperimentDefinition definition = CanaryExperiment.Define(rollout, time.GetUtcNow(), options.Value);
            Task<ExperimentAnswer> registered = Experiments.RegisterOnEitherAsync(definition, note).AsTask();
            ThrowIfRefused(await registered.WaitAsync(cancellationToken));
        }

        if (known?.Status is null or ExperimentStatus.Draft)
        {
            ThrowIfRefused(
                await Experiments.StartAsync(rollout.Experiment, note).AsTask().WaitAsync(cancellationToken));
        }

        if (known is not null)
        {
            ThrowIfRefused(await Experiments.RampAsync(
                rollout.Experiment,
                CanaryExperiment.ShareOf(rollout.Share),
                note).AsTask().WaitAsync(cancellationToken));
        }
    }

    /// <inheritdoc/>
    public async Task EndAsync(Rollout rollout, string why, CancellationToken cancellationToken)
    {
        if (await FindAsync(rollout, cancellationToken) is { Status: not ExperimentStatus.Stopped })
        {
            ThrowIfRefused(await Experiments.StopAsync(rollout.Experiment, Decider with { Reason = why })
                .AsTask()
                .WaitAsync(cancellationToken));
        }
    }

    /// <inheritdoc/>
    public async Task<ExperimentResults?> ReadAsync(Rollout rollout, CancellationToken cancellationToken) =>
        await grains.GetGrain<IExperimentResultsGrain>(0)
            .GetAsync(rollout.Experiment)
            .AsTask()
            .WaitAsync(cancellationToken) is { Status: ExperimentStatus.Running } report
            ? report.ReadResults()
            : null;

    private async Task<ExperimentView?> FindAsync(Rollout rollout, CancellationToken cancellationToken) =>
        (await Experiments.GetAsync().AsTask().WaitAsync(cancellationToken)).Experiments.FirstOrDefault(
            experiment => experiment.Name == rollout.Experiment);

    private static void ThrowIfRefused(ExperimentAnswer answer)
    {
        if (!answer.Errors.IsEmpty)
        {
            string errors = string.Join(' ', answer.Errors.Select(error => $"{error.Path}: {error.Message}"));
            throw new InvalidOperationException($"The experiment of the canary was refused: {errors}");
        }
    }
}
