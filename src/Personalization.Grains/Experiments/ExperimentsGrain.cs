using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;
using Personalization.Engine.Experiments.Assignment;
using Personalization.Grains.Serving;
using Personalization.Grains.Webhooks;

namespace Personalization.Grains.Experiments;

/// <inheritdoc cref="IExperimentsGrain"/>
[GrainType("personalization-experiments")]
public sealed class ExperimentsGrain(
    [PersistentState("experiments", "models")] IPersistentState<ExperimentsState> stored,
    IOptions<SiloMessagingOptions> calls,
    EventVocabulary vocabulary,
    TimeProvider time,
    ILogger<ExperimentsGrain> log) : Grain, IExperimentsGrain
{
    private readonly SiloObservers<IExperimentsObserver> _silos = new(
        SiloObservers<IExperimentsObserver>.Patience(calls.Value, 2.0 / 3), time, log);

    /// <summary>The state as other processes see it; null when it has changed since the last call.</summary>
    private ExperimentCatalog? _catalog;

    private ExperimentsState State => stored.State;

    /// <inheritdoc/>
    public ValueTask<ExperimentCatalog> GetAsync() => ValueTask.FromResult(Catalog());

    /// <inheritdoc/>
    public ValueTask<ExperimentAnswer> CreateAsync(string definition, ChangeNote note) =>
        ExperimentJson.ReadDefinition(definition, out ValidationError? error) is { } read
            ? RegisterAsync(read, note)
            : ValueTask.FromResult(new ExperimentAnswer(null, [error!]));

    /// <inheritdoc/>
    public async ValueTask<ExperimentAnswer> RegisterAsync(ExperimentDefinition definition, ChangeNote note)
    {
        ImmutableArray<ValidationError> errors = ExperimentValidator.ValidateServed(definition, vocabulary);
        if (!errors.IsEmpty)
        {
            return new ExperimentAnswer(null, errors);
        }

        if (State.Experiments.Any(experiment => experiment.Name == definition.Name))
        {
            throw new InvalidOperationException(
                $"There is or was an experiment '{definition.Name}'. "
                    + "Use another name: the name determines the arms of users.");
        }

        StoredExperiment created = new()
        {
            Name = definition.Name,
            Number = State.Experiments.Length + 1,
            Status = ExperimentStatus.Draft,
            Definition = ExperimentJson.Write(definition with { Status = ExperimentStatus.Draft }),
        };
        return await ChangeAsync(created, "created", note);
    }

    /// <inheritdoc/>
    public async ValueTask<ExperimentAnswer> StartAsync(string name, ChangeNote note)
    {
        StoredExperiment experiment = FindActive(name);
        if (experiment.Status == ExperimentStatus.Running)
        {
            return new ExperimentAnswer(experiment.ToView(), []);
        }

        StoredExperiment started = With(experiment, ExperimentStatus.Running) with { StartedAt = time.GetUtcNow() };
        IEnumerable<ExperimentDefinition> others =
            State.Experiments.Where(other => other.Name != name).Select(other => other.ReadDefinition());
        ImmutableArray<ValidationError> errors =
            ExperimentValidator.ValidateTogether(others.Append(started.ReadDefinition()));
        return errors.IsEmpty
            ? await ChangeAsync(started, "started", note)
            : new ExperimentAnswer(null, [.. errors.Select(WithoutIndex)]);
    }

    /// <inheritdoc/>
    public async ValueTask<ExperimentAnswer> PauseAsync(string name, ChangeNote note)
    {
        StoredExperiment experiment = FindActive(name);
        return experiment.Status switch
        {
            ExperimentStatus.Running => await ChangeAsync(With(experiment, ExperimentStatus.Paused), "paused", note),
            ExperimentStatus.Paused => new ExperimentAnswer(experiment.ToView(), []),
            _ => throw new InvalidOperationException(
                $"Experiment '{name}' must be running but was {experiment.Status}."),
        };
    }

    /// <inheritdoc/>
    public async ValueTask<ExperimentAnswer> RampAsync(string name, double share, ChangeNote note)
    {
        StoredExperiment experiment = FindActive(name);
        ExperimentDefinition before = experiment.ReadDefinition();
        DateTimeOffset now = time.GetUtcNow();
        double present = before.ShareAt(now);
        if (!(share >= present && share is > 0 and <= 1))
        {
            string problem = FormattableString.Invariant(
                $"share must be above 0, at least the present share {present} and at most 1 but was {share}.");
            return new ExperimentAnswer(null, [new ValidationError("$.share", "outOfRange", problem)]);
        }

        ExperimentDefinition after =
            before with { Ramp = [.. before.Ramp.Where(step => step.From < now), new RampStep(now, share)] };
        return await ChangeAsync(experiment.With(after), FormattableString.Invariant($"ramped to {share}"), note);
    }

    /// <inheritdoc/>
    public async ValueTask<ExperimentAnswer> StopAsync(string name, ChangeNote note)
    {
        StoredExperiment experiment = Find(name);
        return experiment.Status == ExperimentStatus.Stopped
            ? new ExperimentAnswer(experiment.ToView(), [])
            : await ChangeAsync(
                With(experiment, ExperimentStatus.Stopped) with { StoppedAt = time.GetUtcNow() }, "stopped", note);
    }

    /// <inheritdoc/>
    public ValueTask<ExperimentCatalog> SubscribeAsync(IExperimentsObserver observer)
    {
        _silos.Add(observer);
        return GetAsync();
    }

    /// <summary>Removes the experiment's index from an error's path.</summary>
    /// <remarks>
    /// All other experiments fit together, so every conflict is one of the experiment that is started.
    /// </remarks>
    private static ValidationError WithoutIndex(ValidationError error) =>
        error with { Path = "$" + error.Path[(error.Path.IndexOf(']', StringComparison.Ordinal) + 1)..] };

    private static StoredExperiment With(StoredExperiment experiment, ExperimentStatus status) =>
        experiment.With(experiment.ReadDefinition() with { Status = status });

    private StoredExperiment Find(string name) =>
        State.Experiments.FirstOrDefault(experiment => experiment.Name == name)
        ?? throw new KeyNotFoundException($"There is no experiment '{name}'.");

    private StoredExperiment FindActive(string name) =>
        Find(name) is { Status: not ExperimentStatus.Stopped } experiment
            ? experiment
            : throw new InvalidOperationException($"Experiment '{name}' is stopped and cannot be changed.");

    private async Task<ExperimentAnswer> ChangeAsync(StoredExperiment changed, string what, ChangeNote note)
    {
        changed = changed with { Changes = changed.Changes.Add(new ExperimentChange(time.GetUtcNow(), what, note)) };
        State.Experiments = [.. State.Experiments.Where(experiment => experiment.Name != changed.Name)
            .Append(changed)
            .OrderByDescending(experiment => experiment.Number)];
        State.Revision++;
        _catalog = null;
        await WriteAsync();
        log.LogInformation(
            "Experiment {Experiment} was {What} by {By}: {Reason}",
            changed.Name,
            what,
            note.By,
            note.Reason ?? "(no reason given)");
        ExperimentCatalog catalog = Catalog();
        await _silos.TellAsync(silo => silo.OnChangedAsync(catalog));
        if (ExperimentNews.Of(changed) is { } news)
        {
            _ = await GrainFactory.TryPublishAsync(news, log);
        }

        return new ExperimentAnswer(changed.ToView(), []);
    }

    /// <summary>
    /// Stores the state. Shuts the activation down after a failure, because the stored state is unknown then; the next
    /// activation reads it.
    /// </summary>
    private async Task WriteAsync()
    {
        try
        {
            await stored.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }

    private ExperimentCatalog Catalog() =>
        _catalog ??= new([.. State.Experiments.Select(experiment => experiment.ToView())], State.Revision)
        {
            IsTyped = true,
        };
}
