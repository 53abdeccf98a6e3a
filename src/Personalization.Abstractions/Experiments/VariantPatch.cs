using System.Collections.Immutable;

namespace Personalization.Abstractions.Experiments;

/// <summary>The parameters an arm changes; null leaves a parameter as it is. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.VariantPatch")]
public sealed record VariantPatch
{
    /// <summary>The model version that ranks.</summary>
    [Id(0)]
    public string? ModelVersion { get; init; }

    /// <summary>The names of the candidate sources that are used instead of all.</summary>
    [Id(1)]
    public ImmutableArray<string>? Sources { get; init; }

    /// <summary>The changes to the placement's policy.</summary>
    [Id(2)]
    public PolicyPatch? Policy { get; init; }

    /// <summary>The exploration of the placement.</summary>
    [Id(3)]
    public ExplorationSettings? Exploration { get; init; }

    /// <summary>
    /// The ids of merchandising rules that do not apply to the arm's lists, except on fallback levels.
    /// </summary>
    [Id(4)]
    public ImmutableArray<string>? WithoutRules { get; init; }

    /// <summary>Gets this patch with the values of another patch on top.</summary>
    public VariantPatch With(VariantPatch over) => new()
    {
        ModelVersion = over.ModelVersion ?? ModelVersion,
        Sources = over.Sources ?? Sources,
        Policy = over.Policy is { } policy ? (Policy ?? new()).With(policy) : Policy,
        Exploration = over.Exploration ?? Exploration,
        WithoutRules = over.WithoutRules ?? WithoutRules,
    };

    /// <summary>Gets the names of the parameters that the patch changes.</summary>
    public IEnumerable<string> Parameters()
    {
        IEnumerable<string?> names =
        [
            ModelVersion is null ? null : "modelVersion",
            Sources is null ? null : "sources",
            Exploration is null ? null : "exploration",
            WithoutRules is null ? null : "withoutRules",
        ];
        return names.OfType<string>().Concat(Policy?.Parameters() ?? []);
    }

    /// <inheritdoc/>
    public bool Equals(VariantPatch? other) =>
        other is not null
        && ModelVersion == other.ModelVersion
        && Policy == other.Policy
        && Exploration == other.Exploration
        && AreEqual(Sources, other.Sources)
        && AreEqual(WithoutRules, other.WithoutRules);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(ModelVersion, Sources?.Length, Policy, Exploration);

    private static bool AreEqual(ImmutableArray<string>? left, ImmutableArray<string>? right) => left is { } own
        ? right is { } other && own.SequenceEqual(other)
        : right is null;
}
