using Personalization.Abstractions.Experiments;

namespace Personalization.Engine.Experiments.Assignment;

/// <summary>Says what is wrong with what an arm changes.</summary>
internal static class PatchValidator
{
    private const int MaxSlots = 20;
    private const int LastPosition = 199;

    /// <summary>Checks a patch.</summary>
    public static void Check(VariantPatch patch, ErrorList errors)
    {
        if (patch.ModelVersion is { } version)
        {
            errors.Name("modelVersion", version);
        }

        if (patch.Sources is { } sources)
        {
            errors.Require(!sources.IsDefaultOrEmpty, "sources", "must name at least one source");
            errors.Require(sources.IsDefault || sources.Distinct(StringComparer.Ordinal).Count() == sources.Length, "sources", "must not name a source twice");
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
        errors.Require(exploration.Slots.Length <= MaxSlots, "slots", $"must be at most {MaxSlots}, are {exploration.Slots.Length}");
        errors.Require(exploration.Slots.All(slot => slot is >= 0 and <= LastPosition), "slots", $"must be 0 to {LastPosition}");
        errors.Require(exploration.Slots.Distinct().Count() == exploration.Slots.Length, "slots", "must not name a position twice");
    }
}
