using Personalization.Abstractions.Experiments;

namespace Personalization.Engine.Experiments.Assignment;

/// <summary>Validates the patch of an arm.</summary>
internal static class PatchValidator
{
    private const int MaxRules = 100;
    private const int MaxSlots = 20;
    private const int LastPosition = 199;

    /// <summary>Adds the errors of a patch.</summary>
    public static void Check(VariantPatch patch, ErrorList errors)
    {
        if (patch.ModelVersion is { } version)
        {
            errors.Name("modelVersion", version);
        }

        if (patch.Sources is { } sources)
        {
            errors.Require(!sources.IsDefaultOrEmpty, "sources", "must have at least one source");
            errors.Require(
                sources.IsDefault || sources.Distinct(StringComparer.Ordinal).Count() == sources.Length,
                "sources",
                "must not have duplicates");
        }

        if (patch.WithoutRules is { } rules)
        {
            errors.Require(
                !rules.IsDefault && rules.Length is > 0 and <= MaxRules,
                "withoutRules",
                $"must have 1 to {MaxRules} rule ids");
        }

        if (patch.Policy?.Diversity is { } diversity)
        {
            errors.Range("policy.diversity", diversity, 0, 1);
        }

        if (patch.Policy?.StatedPreferenceBoost is { } boost)
        {
            errors.Range("policy.statedPreferenceBoost", boost, 0, 10);
        }

        if (patch.Exploration is { } exploration)
        {
            Check(exploration, errors.At(".exploration"));
        }
    }

    private static void Check(ExplorationSettings exploration, ErrorList errors)
    {
        errors.Range("pool", exploration.Pool, 2, 1000);
        errors.Range("epsilon", exploration.Epsilon, 0, 1);
        errors.Range("sharpness", exploration.Sharpness, double.Epsilon, 1e9);
        errors.Require(
            exploration.Slots.Length <= MaxSlots,
            "slots",
            $"must have at most {MaxSlots} entries but had {exploration.Slots.Length}");
        errors.Require(
            exploration.Slots.All(slot => slot is >= 0 and <= LastPosition),
            "slots",
            $"must be positions from 0 to {LastPosition}");
        errors.Require(
            exploration.Slots.Distinct().Count() == exploration.Slots.Length, "slots", "must not have duplicates");
    }
}
