using Personalization.Engine.Placements;

namespace Personalization.Engine.Experiments.Assignment;

/// <summary>What an arm changes in a placement's policy; null leaves a value as it is.</summary>
public sealed record PolicyPatch
{
    /// <inheritdoc cref="PlacementPolicy.SeenItems"/>
    public SeenItems? SeenItems { get; init; }

    /// <inheritdoc cref="PlacementPolicy.Diversity"/>
    public double? Diversity { get; init; }

    /// <inheritdoc cref="PlacementPolicy.StatedPreferenceBoost"/>
    public double? StatedPreferenceBoost { get; init; }

    /// <inheritdoc cref="PlacementPolicy.UnknownItems"/>
    public bool? UnknownItems { get; init; }

    /// <summary>A copy of a policy with the changes made.</summary>
    public PlacementPolicy Apply(PlacementPolicy policy) => new()
    {
        SeenItems = SeenItems ?? policy.SeenItems,
        Diversity = Diversity ?? policy.Diversity,
        NewItemShare = policy.NewItemShare,
        StatedPreferenceBoost = StatedPreferenceBoost ?? policy.StatedPreferenceBoost,
        UnknownItems = UnknownItems ?? policy.UnknownItems,
        Exploration = policy.Exploration,
        StaticItems = policy.StaticItems,
    };

    /// <summary>This patch with another laid over it.</summary>
    public PolicyPatch With(PolicyPatch over) => new()
    {
        SeenItems = over.SeenItems ?? SeenItems,
        Diversity = over.Diversity ?? Diversity,
        StatedPreferenceBoost = over.StatedPreferenceBoost ?? StatedPreferenceBoost,
        UnknownItems = over.UnknownItems ?? UnknownItems,
    };

    /// <summary>The names of the parameters it changes.</summary>
    public IEnumerable<string> Parameters()
    {
        IEnumerable<string?> names =
        [
            SeenItems is null ? null : "policy.seenItems",
            Diversity is null ? null : "policy.diversity",
            StatedPreferenceBoost is null ? null : "policy.statedPreferenceBoost",
            UnknownItems is null ? null : "policy.unknownItems",
        ];
        return names.OfType<string>();
    }
}
