using System.Collections.Immutable;
using System.Globalization;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Identity;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Experiments.Assignment;

/// <summary>
/// Validates experiments, alone and together. Collects every error instead of stopping at the first one.
/// </summary>
public static class ExperimentValidator
{
    internal const int MaxName = 64;
    private const int MaxArms = 20;

    /// <summary>Gets all errors of a definition.</summary>
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
        CheckSlots(definition, errors);
        CheckRamp(definition.Ramp, errors);
        CheckArms(definition.Arms, errors);
        CheckAudience(definition.Audience, errors);
        MetricValidator.Check(definition.Metrics, errors);
        return errors.ToImmutable();
    }

    /// <summary>
    /// Gets all errors of a definition that the engine will serve and measure, including those of
    /// <see cref="Validate"/>.
    /// </summary>
    /// <remarks>
    /// The engine knows a user's lists only from events. Lists therefore count only when events confirm them, and the
    /// items of a list are known only from events that name the list.
    /// </remarks>
    /// <param name="definition">The definition.</param>
    /// <param name="vocabulary">The event types that clients may send. A metric of another type never counts.</param>
    public static ImmutableArray<ValidationError> ValidateServed(
        ExperimentDefinition definition, EventVocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(vocabulary);
        ErrorList errors = new("$");
        for (int i = 0; i < definition.Metrics.Length; i++)
        {
            MetricDefinition metric = definition.Metrics[i];
            ErrorList at = errors.At($".metrics[{i}]");
            if (metric.Outcome is not { } outcome)
            {
                at.Add("outcome", "required", "must be set: it defines the events to count");
                continue;
            }

            at.Require(
                metric.Kind != MetricKind.Ratio || outcome.NeedsActivation,
                "outcome.needsActivation",
                "must be true for a ratio: a list counts only after an event that names it (an impression) "
                    + "confirms that it was shown");
            CheckTypes(outcome.EventTypes, vocabulary, at);
            at.Require(
                !outcome.OnlyListed || outcome.OnlyNamed,
                "outcome.onlyNamed",
                "must be true with onlyListed: the items of a list are known only from events that name the list");
        }

        for (int i = 0; i < definition.Arms.Length; i++)
        {
            foreach (string source in (definition.Arms[i].Patch?.Sources ?? []).Except(ModelParts.SourceNames))
            {
                errors.Add(
                    $"arms[{i}].patch.sources",
                    "unknown",
                    $"must be some of {string.Join(", ", ModelParts.SourceNames)} but had {source}");
            }
        }

        return Validate(definition).AddRange(errors.ToImmutable());
    }

    /// <summary>Gets all conflicts between experiments that run or pause at the same time.</summary>
    /// <remarks>
    /// Conflicts are a duplicate name, overlapping slots in a layer, and a parameter that two experiments change for
    /// the same user.
    /// </remarks>
    public static ImmutableArray<ValidationError> ValidateTogether(IEnumerable<ExperimentDefinition> definitions)
    {
        ErrorList errors = new("$");
        ExperimentDefinition[] active =
        [
            .. definitions.Where(
                definition => definition.Status is ExperimentStatus.Running or ExperimentStatus.Paused),
        ];
        for (int i = 0; i < active.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                CheckPair(active[j], active[i], errors.At($"[{i}]"));
            }
        }

        return errors.ToImmutable();
    }

    /// <summary>Gets all errors of a change to an experiment that has users.</summary>
    /// <remarks>A change must neither move users nor change how they are measured.</remarks>
    public static ImmutableArray<ValidationError> ValidateChange(
        ExperimentDefinition before, ExperimentDefinition after)
    {
        ErrorList errors = new("$");
        errors.Require(after.Name == before.Name, "name", "must not change");
        errors.Require(after.Layer == before.Layer, "layer", "must not change: users would enter and leave");
        errors.Require(after.Slots == before.Slots, "slots", "must not change: users would enter and leave");
        errors.Require(
            after.Arms.SequenceEqual(before.Arms),
            "arms",
            "must not change in content or order: users would move to another arm or get another variant");
        errors.Require(
            after.Metrics.SequenceEqual(before.Metrics),
            "metrics",
            "must not change: past events cannot be counted again");
        errors.Require(
            after.Alpha == before.Alpha && after.PlannedUnits == before.PlannedUnits,
            "alpha",
            "and plannedUnits must not change: intervals are not valid if they are chosen after an interim analysis");
        foreach (DateTimeOffset time in before.Ramp.Concat(after.Ramp)
            .Select(step => step.From)
            .Append(DateTimeOffset.MaxValue)
            .Distinct())
        {
            errors.Require(
                after.ShareAt(time) >= before.ShareAt(time),
                "ramp",
                $"must not decrease the share at {time:O}: users would leave");
        }

        return errors.ToImmutable();
    }

    private static void CheckTypes(ImmutableArray<string> types, EventVocabulary vocabulary, ErrorList errors)
    {
        foreach (string type in types.IsDefault
            ? []
            : types.Where(type => IdentifierRules.Problem(type) is null && !vocabulary.Knows(type)).Distinct())
        {
            string[] names = [.. vocabulary.Types.Select(known => known.Name).Order(StringComparer.Ordinal)];
            string guess = NameGuess.Closest(type, names) is { } near ? $" (did you mean '{near}'?)" : string.Empty;
            errors.Add(
                "outcome.eventTypes",
                "unknown",
                $"must be some of {string.Join(", ", names)} but had '{NameGuess.Shorten(type)}'{guess}");
        }
    }

    private static void CheckPair(ExperimentDefinition first, ExperimentDefinition second, ErrorList errors)
    {
        errors.Require(
            first.Name != second.Name, "name", $"must be unique but two experiments are named {second.Name}");
        bool sameLayer = first.Layer is not null && first.Layer == second.Layer;
        errors.Require(
            !sameLayer || !first.Slots.Overlaps(second.Slots),
            "slots",
            $"must not overlap the slots of {first.Name} in layer {second.Layer}");
        if (!sameLayer && SharePlacement(first.Audience, second.Audience))
        {
            foreach (string parameter in ParametersOf(first).Intersect(ParametersOf(second)))
            {
                errors.Add(
                    "arms",
                    "duplicate",
                    $"must not change {parameter}, which {first.Name} changes at the same placement; "
                        + "put both into one layer");
            }
        }
    }

    private static bool SharePlacement(Audience first, Audience second) =>
        first.Placements.IsEmpty || second.Placements.IsEmpty || first.Placements.Intersect(second.Placements).Any();

    private static IEnumerable<string> ParametersOf(ExperimentDefinition definition) =>
        definition.Arms.SelectMany(arm => arm.Patch.Parameters()).Distinct();

    private static void CheckSlots(ExperimentDefinition definition, ErrorList errors)
    {
        ShareRange slots = definition.Slots;
        errors.Require(
            slots.From >= 0 && slots.From < slots.To && slots.To <= 1,
            "slots",
            string.Create(
                CultureInfo.InvariantCulture, $"must be a range within 0 to 1 but was {slots.From} to {slots.To}"));
        errors.Require(
            definition.Layer is not null || slots == ShareRange.All,
            "slots",
            "must be 0 to 1 without a layer; use ramp to take a part of the users");
    }

    private static void CheckRamp(ImmutableArray<RampStep> ramp, ErrorList errors)
    {
        for (int i = 0; i < ramp.Length; i++)
        {
            ErrorList at = errors.At($".ramp[{i}]");
            at.Range("share", ramp[i].Share, double.Epsilon, 1);
            at.Require(i == 0 || ramp[i].From > ramp[i - 1].From, "from", "must be later than in the previous step");
            at.Require(
                i == 0 || ramp[i].Share >= ramp[i - 1].Share,
                "share",
                "must not be less than in the previous step: users would leave");
        }
    }

    private static void CheckArms(ImmutableArray<ArmDefinition> arms, ErrorList errors)
    {
        errors.Require(
            arms.Length is >= 2 and <= MaxArms,
            "arms",
            $"must have 2 to {MaxArms} entries, the control first, but had {arms.Length}");
        HashSet<string> names = new(StringComparer.Ordinal);
        for (int i = 0; i < arms.Length; i++)
        {
            ErrorList at = errors.At($".arms[{i}]");
            at.Name("name", arms[i].Name);
            at.Range("weight", arms[i].Weight, 0.0001, 10_000);
            at.Require(
                arms[i].Name is null || names.Add(arms[i].Name),
                "name",
                "must differ from the names of the other arms");
            if (arms[i].Patch is { } patch)
            {
                PatchValidator.Check(patch, at.At(".patch"));
            }
            else
            {
                at.Add("patch", "required", "must be set; an empty patch changes nothing");
            }
        }
    }

    private static void CheckAudience(Audience audience, ErrorList errors)
    {
        for (int i = 0; i < audience.Placements.Length; i++)
        {
            errors.Name($"audience.placements[{i}]", audience.Placements[i]);
        }

        for (int i = 0; i < audience.Attributes.Length; i++)
        {
            ErrorList at = errors.At($".audience.attributes[{i}]");
            at.Name("attribute", audience.Attributes[i].Attribute);
            ImmutableArray<string> values = audience.Attributes[i].Values;
            at.Require(!values.IsDefaultOrEmpty, "values", "must have at least one value");
            at.Require(
                values.IsDefault || values.All(value => IdentifierRules.Problem(value) is null),
                "values",
                "must be printable text");
        }
    }
}
