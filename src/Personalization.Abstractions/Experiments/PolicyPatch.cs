using Personalization.Abstractions.Recommendations;

namespace Personalization.Abstractions.Experiments;

/// <summary>The changes an arm makes to a placement's policy; null leaves a value as it is. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.PolicyPatch")]
public sealed record PolicyPatch
{
    /// <summary>Gets whether seen items may be recommended again.</summary>
    [Id(0)]
    public SeenItems? SeenItems { get; init; }

    /// <summary>
    /// The weight of category diversity against score, 0 to 1: 0 ranks by score alone, 1 by diversity alone.
    /// </summary>
    [Id(1)]
    public double? Diversity { get; init; }

    /// <summary>
    /// The additional score of items in categories the user likes, 0 to 10; 0.5 adds half of the score.
    /// </summary>
    [Id(2)]
    public double? StatedPreferenceBoost { get; init; }

    /// <summary>Gets whether items that occur in events but not in the catalog may be recommended.</summary>
    [Id(3)]
    public bool? UnknownItems { get; init; }

    /// <summary>Gets this patch with the values of another patch on top.</summary>
    public PolicyPatch With(PolicyPatch over) => new()
    {
        SeenItems = over.SeenItems ?? SeenItems,
        Diversity = over.Diversity ?? Diversity,
        StatedPreferenceBoost = over.StatedPreferenceBoost ?? StatedPreferenceBoost,
        UnknownItems = over.UnknownItems ?? UnknownItems,
    };

    /// <summary>Gets the names of the parameters that the patch changes.</summary>
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
