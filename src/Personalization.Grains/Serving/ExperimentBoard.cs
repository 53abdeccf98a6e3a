using System.Collections.Frozen;
using System.Collections.Immutable;
using Personalization.Abstractions.Experiments;
using Personalization.Engine.Experiments.Assignment;

namespace Personalization.Grains.Serving;

/// <summary>The experiments as a silo needs them: made of a catalogue once and swapped whole. Immutable.</summary>
public sealed class ExperimentBoard
{
    /// <summary>No experiments.</summary>
    public static readonly ExperimentBoard Empty = new(new ExperimentCatalog([], 0), HoldoutDefinition.None);

    private readonly FrozenDictionary<string, int> _numbers;
    private readonly ImmutableArray<DateTimeOffset> _steps;

    /// <summary>Makes the board of a catalogue.</summary>
    /// <param name="catalog">The experiments.</param>
    /// <param name="holdout">Who is in none of them.</param>
    /// <exception cref="InvalidDataException">A definition is not readable.</exception>
    public ExperimentBoard(ExperimentCatalog catalog, HoldoutDefinition holdout)
    {
        Revision = catalog.Revision;
        ExperimentView[] measured = [.. catalog.Experiments.Where(experiment => experiment.Status is ExperimentStatus.Running or ExperimentStatus.Paused)];
        Measured = measured.ToFrozenDictionary(
            experiment => experiment.Name, ExperimentUpgrade.ReadDefinition, StringComparer.Ordinal);
        Plan = new ExperimentPlan(Measured.Values, holdout);
        _numbers = measured.ToFrozenDictionary(experiment => experiment.Name, experiment => experiment.Number, StringComparer.Ordinal);
        _steps = [.. Measured.Values.SelectMany(definition => definition.Ramp).Select(step => step.From).Order()];
    }

    /// <summary>The catalogue's revision.</summary>
    public long Revision { get; }

    /// <summary>Who gets which arm.</summary>
    public ExperimentPlan Plan { get; }

    /// <summary>The experiments that run or pause, by name: users are in them and are measured.</summary>
    public FrozenDictionary<string, ExperimentDefinition> Measured { get; }

    /// <summary>Whether an arm of any of them explores.</summary>
    public bool AnyExplores => Measured.Values.Any(definition => definition.Arms.Any(arm => arm.Patch.Exploration is not null));

    /// <summary>The number of one of them.</summary>
    public int NumberOf(string experiment) => _numbers[experiment];

    /// <summary>Until when assignment stays as it is at a time: the next step of any ramp.</summary>
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
