using System.Collections.Immutable;
using Personalization.Engine.Exploration;

namespace Personalization.Engine.Experiments.Assignment;

/// <summary>What an arm changes; null leaves a parameter as it is.</summary>
public sealed record VariantPatch
{
    /// <summary>The model version that ranks.</summary>
    public string? ModelVersion { get; init; }

    /// <summary>The names of the candidate sources asked, in place of all.</summary>
    public ImmutableArray<string>? Sources { get; init; }

    /// <summary>What changes in the placement's policy.</summary>
    public PolicyPatch? Policy { get; init; }

    /// <summary>How marked slots explore.</summary>
    public ExplorationSettings? Exploration { get; init; }

    /// <summary>This patch with another laid over it.</summary>
    public VariantPatch With(VariantPatch over) => new()
    {
        ModelVersion = over.ModelVersion ?? ModelVersion,
        Sources = over.Sources ?? Sources,
        Policy = over.Policy is { } policy ? (Policy ?? new()).With(policy) : Policy,
        Exploration = over.Exploration ?? Exploration,
    };

    /// <summary>The names of the parameters it changes.</summary>
    public IEnumerable<string> Parameters()
    {
        IEnumerable<string?> names =
        [
            ModelVersion is null ? null : "modelVersion",
            Sources is null ? null : "sources",
            Exploration is null ? null : "exploration",
        ];
        return names.OfType<string>().Concat(Policy?.Parameters() ?? []);
    }

    /// <inheritdoc/>
    public bool Equals(VariantPatch? other) =>
        other is not null && ModelVersion == other.ModelVersion && Policy == other.Policy && Exploration == other.Exploration
        && (Sources is { } sources ? other.Sources is { } others && sources.SequenceEqual(others) : other.Sources is null);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(ModelVersion, Sources?.Length, Policy, Exploration);
}
