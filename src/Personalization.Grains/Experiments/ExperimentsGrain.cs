using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;
using Personalization.Engine.Experiments.Assignment;
using Personalization.Grains.Serving;

namespace Personalization.Grains.Experiments;

/// <inheritdoc cref="IExperimentsGrain"/>
[GrainType("personalization-experiments")]
public sealed class ExperimentsGrain(
    [PersistentState("experiments", "models")] IPersistentState<ExperimentsState> stored,
    TimeProvider time,
    ILogger<ExperimentsGrain> log) : Grain, IExperimentsGrain
{
    private readonly SiloObservers<IExperimentsObserver> _silos = new(time, log);

    /// <summary>The state as other processes see it; null when it has changed since it was last asked for.</summary>
    private ExperimentCatalog? _catalog;

    private ExperimentsState State => stored.State;

    /// <inheritdoc/>
    public ValueTask<ExperimentCatalog> GetAsync() => ValueTask.FromResult(Catalog());

    /// <inheritdoc/>
    public ValueTask<ExperimentAnswer> CreateAsync(string definition, ChangeNote note) =>
        ExperimentJson.ReadDefinition(definition, out ValidationError? unreadable) is { } read
            ? RegisterAsync(read, note)
            : ValueTask.FromResult(new ExperimentAnswer(null, [unreadable!]));

    /// <inheritdoc/>
    public async ValueTask<ExperimentAnswer> RegisterAsync(ExperimentDefinition definition, ChangeNote note)
    {
        ImmutableArray<ValidationError> errors = ExperimentValidator.ValidateServed(definition);
        if (!errors.IsEmpty)
        {
            return new ExperimentAnswer(null, errors);
        }

        if (State.Experiments.Any(experiment => experiment.Name == definition.Name))
        {
            throw new InvalidOperationException(
                $"There is or was an experiment '{definition.Name}'. A name is used once: it decides who gets which arm.");
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
        StoredExperiment experiment = Changeable(name);
        if (experiment.Status == ExperimentStatus.Running)
        {
            return new ExperimentAnswer(experiment.ToView(), []);
        }

        StoredExperiment started = With(experiment, ExperimentStatus.Running) with { StartedAt = time.GetUtcNow() };
        IEnumerable<ExperimentDefinition> others =
            State.Experiments.Where(other => other.Name != name).Select(other => other.ReadDefinition());
        ImmutableArray<ValidationError> errors =
            ExperimentValidator.ValidateTogether(others.Append(started.ReadDefinition()));
        return errors.IsEmpty ? await ChangeAsync(started, "started", note) : new ExperimentAnswer(null, [.. errors.Select(OfThisOne)]);
    }

    /// <inheritdoc/>
    public async ValueTask<ExperimentAnswer> PauseAsync(string name, ChangeNote note)
    {
        StoredExperiment experiment = Changeable(name);
        return experiment.Status switch
        {
            ExperimentStatus.Running => await ChangeAsync(With(experiment, ExperimentStatus.Paused), "paused", note),
            ExperimentStatus.Paused => new ExperimentAnswer(experiment.ToView(), []),
            _ => throw new InvalidOperationException($"The experiment '{name}' does not run."),
        };
    }

    /// <inheritdoc/>
    public async ValueTask<ExperimentAnswer> RampAsync(string name, double share, ChangeNote note)
    {
        StoredExperiment experiment = Changeable(name);
        ExperimentDefinition before = experiment.ReadDefinition();
        DateTimeOffset now = time.GetUtcNow();
        double present = before.ShareAt(now);
        if (!(share >= present && share is > 0 and <= 1))
        {
            return new ExperimentAnswer(null, [new ValidationError("$.share", "outOfRange", FormattableString.Invariant($"share must be above 0, at least what is taken now ({present}) and at most 1, is {share}."))]);
        }

        ExperimentDefinition after = before with { Ramp = [.. before.Ramp.Where(step => step.From < now), new RampStep(now, share)] };
        return await ChangeAsync(experiment.With(after), FormattableString.Invariant($"ramped to {share}"), note);
    }

    /// <inheritdoc/>
    public async ValueTask<ExperimentAnswer> StopAsync(string name, ChangeNote note)
    {
        StoredExperiment experiment = Find(name);
        return experiment.Status == ExperimentStatus.Stopped
            ? new ExperimentAnswer(experiment.ToView(), [])
            : await ChangeAsync(With(experiment, ExperimentStatus.Stopped) with { StoppedAt = time.GetUtcNow() }, "stopped", note);
    }

    /// <inheritdoc/>
    public ValueTask<ExperimentCatalog> SubscribeAsync(IExperimentsObserver observer)
    {
        _silos.Add(observer);
        return GetAsync();
    }

    /// <summary>The others fit together: what does not is the last one's, and its place among them says nothing to who starts it.</summary>
    private static ValidationError OfThisOne(ValidationError error) => error with { Path = "$" + error.Path[(error.Path.IndexOf(']', StringComparison.Ordinal) + 1)..] };

    private static StoredExperiment With(StoredExperiment experiment, ExperimentStatus status) =>
        experiment.With(experiment.ReadDefinition() with { Status = status });

    private StoredExperiment Find(string name) =>
        State.Experiments.FirstOrDefault(experiment => experiment.Name == name) ?? throw new KeyNotFoundException($"There is no experiment '{name}'.");

    private StoredExperiment Changeable(string name) =>
        Find(name) is { Status: not ExperimentStatus.Stopped } experiment ? experiment : throw new InvalidOperationException($"The experiment '{name}' is stopped.");

    private async Task<ExperimentAnswer> ChangeAsync(StoredExperiment changed, string what, ChangeNote note)
    {
        changed = changed with { Changes = changed.Changes.Add(new ExperimentChange(time.GetUtcNow(), what, note)) };
        State.Experiments = [.. State.Experiments.Where(experiment => experiment.Name != changed.Name).Append(changed).OrderByDescending(experiment => experiment.Number)];
        State.Revision++;
        _catalog = null;
        await WriteAsync();
        log.LogInformation("Experiment {Experiment} was {What} by {By}: {Reason}", changed.Name, what, note.By, note.Reason ?? "(no reason given)");
        ExperimentCatalog catalog = Catalog();
        await _silos.TellAsync(silo => silo.OnChangedAsync(catalog));
        return new ExperimentAnswer(changed.ToView(), []);
    }

    /// <summary>Stores the state, or gives up the activation: what is stored is unknown then, and the next one reads it.</summary>
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
