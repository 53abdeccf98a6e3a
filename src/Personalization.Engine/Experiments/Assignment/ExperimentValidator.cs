using System.Collections.Immutable;
using System.Globalization;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Identity;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Experiments.Assignment;

/// <summary>Decides whether experiments are valid, alone and beside one another. Collects every error; never stops at the first.</summary>
public static class ExperimentValidator
{
    internal const int MaxName = 64;
    private const int MaxArms = 20;

    /// <summary>Everything wrong with one definition.</summary>
    public static ImmutableArray<ValidationError> Validate(ExperimentDefinition definition)
    {
        ErrorList errors = new("$");
        errors.Name("name", definition.Name);
        if (definition.Layer is { } layer)
        {
            errors.Name("layer", layer);
        }

        errors.Range("alpha", definition.Alpha, 0.0001, 0.5);
        errors.Range("plannedUnits", definition.PlannedUnits, 100, 1e9);
        errors.Range("minUnits", definition.MinUnits, 10, 1e9);
        Slots(definition, errors);
        Ramp(definition.Ramp, errors);
        Arms(definition.Arms, errors);
        AudienceOf(definition.Audience, errors);
        MetricValidator.Check(definition.Metrics, errors);
        return errors.ToImmutable();
    }

    /// <summary>
    /// Everything wrong with a definition that the engine is to serve and measure, <see cref="Validate"/> included. It knows of a user's lists what events tell, so
    /// lists are counted only when events confirm them, and what is on one only by name.
    /// </summary>
    public static ImmutableArray<ValidationError> ValidateServed(ExperimentDefinition definition)
    {
        ErrorList errors = new("$");
        for (int i = 0; i < definition.Metrics.Length; i++)
        {
            MetricDefinition metric = definition.Metrics[i];
            ErrorList at = errors.At($".metrics[{i}]");
            if (metric.Outcome is not { } outcome)
            {
                at.Add("outcome", "required", "must be given: it says which events are counted");
                continue;
            }

            at.Require(metric.Kind != MetricKind.Ratio || outcome.NeedsActivation, "outcome.needsActivation", "of a ratio must be true: a list counts once an event that names it (an impression) says that it was shown");
            at.Require(!outcome.OnlyListed || outcome.OnlyNamed, "outcome.onlyNamed", "must be true with onlyListed: what was on a list is known of events that name it");
        }

        for (int i = 0; i < definition.Arms.Length; i++)
        {
            foreach (string source in (definition.Arms[i].Patch?.Sources ?? []).Except(ModelParts.SourceNames))
            {
                errors.Add($"arms[{i}].patch.sources", "unknown", $"has {source}, which is none of {string.Join(", ", ModelParts.SourceNames)}");
            }
        }

        return Validate(definition).AddRange(errors.ToImmutable());
    }

    /// <summary>
    /// Everything wrong between the experiments that run (or pause) at once: a name used twice, slots of a layer taken twice, one parameter changed by two
    /// experiments that can meet in a user.
    /// </summary>
    public static ImmutableArray<ValidationError> ValidateTogether(IEnumerable<ExperimentDefinition> definitions)
    {
        ErrorList errors = new("$");
        ExperimentDefinition[] active = [.. definitions.Where(definition => definition.Status is ExperimentStatus.Running or ExperimentStatus.Paused)];
        for (int i = 0; i < active.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                Pair(active[j], active[i], errors.At($"[{i}]"));
            }
        }

        return errors.ToImmutable();
    }

    /// <summary>Everything that a change may not do to an experiment that has had users: move any of them, or measure them by another rule.</summary>
    public static ImmutableArray<ValidationError> ValidateChange(ExperimentDefinition before, ExperimentDefinition after)
    {
        ErrorList errors = new("$");
        errors.Require(after.Name == before.Name, "name", "must stay as it is");
        errors.Require(after.Layer == before.Layer, "layer", "must stay as it is: users would enter and leave");
        errors.Require(after.Slots == before.Slots, "slots", "must stay as they are: users would enter and leave");
        errors.Require(
            after.Arms.SequenceEqual(before.Arms), "arms", "must stay as they are, in order: users would move from one to another, or see another variant under its name");
        errors.Require(after.Metrics.SequenceEqual(before.Metrics), "metrics", "must stay as they are: what was counted cannot be counted anew");
        errors.Require(after.Alpha == before.Alpha && after.PlannedUnits == before.PlannedUnits, "alpha", "must stay as it is, as must plannedUnits: chosen after a look they promise nothing");
        foreach (DateTimeOffset time in before.Ramp.Concat(after.Ramp).Select(step => step.From).Append(DateTimeOffset.MaxValue).Distinct())
        {
            errors.Require(after.ShareAt(time) >= before.ShareAt(time), "ramp", $"must not take less than before at {time:O}: users would leave");
        }

        return errors.ToImmutable();
    }

    private static void Pair(ExperimentDefinition first, ExperimentDefinition second, ErrorList errors)
    {
        errors.Require(first.Name != second.Name, "name", $"is taken: there are two experiments {second.Name}");
        bool sameLayer = first.Layer is not null && first.Layer == second.Layer;
        errors.Require(!sameLayer || !first.Slots.Overlaps(second.Slots), "slots", $"overlap those of {first.Name} in layer {second.Layer}");
        if (!sameLayer && SharePlacement(first.Audience, second.Audience))
        {
            foreach (string parameter in ParametersOf(first).Intersect(ParametersOf(second)))
            {
                errors.Add("arms", "duplicate", $"change {parameter}, which {first.Name} changes at the same placement: put both into one layer");
            }
        }
    }

    private static bool SharePlacement(Audience first, Audience second) =>
        first.Placements.IsEmpty || second.Placements.IsEmpty || first.Placements.Intersect(second.Placements).Any();

    private static IEnumerable<string> ParametersOf(ExperimentDefinition definition) => definition.Arms.SelectMany(arm => arm.Patch.Parameters()).Distinct();

    private static void Slots(ExperimentDefinition definition, ErrorList errors)
    {
        ShareRange slots = definition.Slots;
        errors.Require(slots.From >= 0 && slots.From < slots.To && slots.To <= 1, "slots", string.Create(CultureInfo.InvariantCulture, $"must lie in 0 to 1 and begin before they end, are {slots.From} to {slots.To}"));
        errors.Require(definition.Layer is not null || slots == ShareRange.All, "slots", "may be a part only in a layer; without one use ramp");
    }

    private static void Ramp(ImmutableArray<RampStep> ramp, ErrorList errors)
    {
        for (int i = 0; i < ramp.Length; i++)
        {
            ErrorList at = errors.At($".ramp[{i}]");
            at.Range("share", ramp[i].Share, double.Epsilon, 1);
            at.Require(i == 0 || ramp[i].From > ramp[i - 1].From, "from", "must be later than the step before");
            at.Require(i == 0 || ramp[i].Share >= ramp[i - 1].Share, "share", "must not be less than the step before: users would leave");
        }
    }

    private static void Arms(ImmutableArray<ArmDefinition> arms, ErrorList errors)
    {
        errors.Require(arms.Length is >= 2 and <= MaxArms, "arms", $"must be 2 to {MaxArms}, the control first, are {arms.Length}");
        HashSet<string> names = new(StringComparer.Ordinal);
        for (int i = 0; i < arms.Length; i++)
        {
            ErrorList at = errors.At($".arms[{i}]");
            at.Name("name", arms[i].Name);
            at.Range("weight", arms[i].Weight, 0.0001, 10_000);
            at.Require(arms[i].Name is null || names.Add(arms[i].Name), "name", "must differ from the other arms'");
            if (arms[i].Patch is { } patch)
            {
                PatchValidator.Check(patch, at.At(".patch"));
            }
            else
            {
                at.Add("patch", "required", "must be given; an empty one changes nothing");
            }
        }
    }

    private static void AudienceOf(Audience audience, ErrorList errors)
    {
        for (int i = 0; i < audience.Placements.Length; i++)
        {
            errors.Name($"audience.placements[{i}]", audience.Placements[i]);
        }

        for (int i = 0; i < audience.Attributes.Length; i++)
        {
            ErrorList at = errors.At($".audience.attributes[{i}]");
            at.Name("attribute", audience.Attributes[i].Attribute);
            at.Require(!audience.Attributes[i].Values.IsDefaultOrEmpty, "values", "must name at least one value");
            at.Require(audience.Attributes[i].Values.IsDefault || audience.Attributes[i].Values.All(value => IdentifierRules.Problem(value) is null), "values", "must be printable text");
        }
    }
}
