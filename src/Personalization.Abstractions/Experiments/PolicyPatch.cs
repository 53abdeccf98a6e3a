using Personalization.Abstractions.Recommendations;

namespace Personalization.Abstractions.Experiments;

/// <summary>The changes an arm makes to a placement's policy; null leaves a value as it is. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.PolicyPatch")]
public sealed record PolicyPatch
{
    /// <summary>Whether items the user has seen may come back.</summary>
    [Id(0)]
    public SeenItems? SeenItems { get; init; }

    /// <summary>The weight of category diversity against score: 0 ranks by score alone, 1 by diversity alone.</summary>
    [Id(1)]
    public double? Diversity { get; init; }

    /// <summary>
    /// How much more an item in a category the user stated to like scores: 0.5 is half as much again. 0 to 10.
    /// </summary>
    [Id(2)]
    public double? StatedPreferenceBoost { get; init; }

    /// <summary>Whether items that occur in events but not in the catalogue may be shown.</summary>
    [Id(3)]
    public bool? UnknownItems { get; init; }

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
