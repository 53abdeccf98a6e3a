using System.Collections.Frozen;
using System.Collections.Immutable;
using Personalization.Abstractions.Experiments;
using Personalization.Engine.Experiments.Assignment;

namespace Personalization.Grains.Serving;

/// <summary>The experiments as a silo uses them: built once per revision and replaced as a whole. Immutable.</summary>
public sealed class ExperimentBoard
{
    /// <summary>No experiments.</summary>
    public static readonly ExperimentBoard Empty = new(new ExperimentCatalog([], 0), HoldoutDefinition.None);

    private readonly FrozenDictionary<string, int> _numbers;
    private readonly ImmutableArray<DateTimeOffset> _steps;

    /// <summary>Builds the board of an experiment catalog.</summary>
    /// <param name="catalog">The experiments.</param>
    /// <param name="holdout">The users that no experiment takes.</param>
    /// <exception cref="InvalidDataException">A definition cannot be read.</exception>
    public ExperimentBoard(ExperimentCatalog catalog, HoldoutDefinition holdout)
    {
        Revision = catalog.Revision;
        ExperimentView[] measured = [.. catalog.Experiments.Where(
            experiment => experiment.Status is ExperimentStatus.Running or ExperimentStatus.Paused)];
        Measured = measured.ToFrozenDictionary(
            experiment => experiment.Name, ExperimentUpgrade.ReadDefinition, StringComparer.Ordinal);
        Plan = new ExperimentPlan(Measured.Values, holdout);
        _numbers = measured.ToFrozenDictionary(
            experiment => experiment.Name, experiment => experiment.Number, StringComparer.Ordinal);
        _steps = [.. Measured.Values.SelectMany(definition => definition.Ramp).Select(step => step.From).Order()];
    }

    /// <summary>The revision of the experiment catalog.</summary>
    public long Revision { get; }

    /// <summary>The assignment of users to arms.</summary>
    public ExperimentPlan Plan { get; }

    /// <summary>The running and paused experiments, by name. Their users are measured.</summary>
    public FrozenDictionary<string, ExperimentDefinition> Measured { get; }

    /// <summary>Whether an arm of any experiment explores.</summary>
    public bool AnyExplores =>
        Measured.Values.Any(definition => definition.Arms.Any(arm => arm.Patch.Exploration is not null));

    /// <summary>Returns the number of an experiment.</summary>
    public int NumberOf(string experiment) => _numbers[experiment];

    /// <summary>Returns until when the assignment stays unchanged: the next step of any ramp.</summary>
    public DateTimeOffset UnchangedUntil(DateTimeOffset now)
    {
        foreach (DateTimeOffset step in _steps)
        {
            if (step > now)
            {
                return step;
            }
        }

        return DateTimeOffset.MaxValue;
    }
}
