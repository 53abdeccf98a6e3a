namespace Personalization.Engine.Ranking;

/// <summary>How much each source counts in the blend; each 0 or more. Part of the manifest.</summary>
internal sealed record BlendWeights(float Sessions, float Factors, float ItemToItem, float Popular)
{
    /// <summary>Where learning starts, and what is used when a log has too few cases to learn from. Picked on a real shop's log, from a coarse grid, as a
    /// compromise: neighbours are far ahead when others met the item at about the same time, factors when it is really later.</summary>
    public static BlendWeights Default { get; } = new(0.35f, 0.5f, 1, 0.05f);

    /// <summary>The weights in the order of <see cref="Models.ModelParts.Sources"/>.</summary>
    public float[] ToArray() => [Sessions, Factors, ItemToItem, Popular];

    /// <summary>The inverse of <see cref="ToArray"/>.</summary>
    public static BlendWeights From(ReadOnlySpan<float> weights) => new(weights[0], weights[1], weights[2], weights[3]);
}
