using System.Text.Json.Serialization;

namespace Personalization.Engine.Ranking;

/// <summary>How much each source counts in the blend; each 0 or more. Part of the manifest.</summary>
internal sealed record BlendWeights(float Sessions, float Factors, float ItemToItem, float Popular)
{
    /// <summary>Where learning starts, and what is used when a log has too few cases to learn from. Picked on a real shop's log, from a coarse grid, as a
    /// compromise: neighbours are far ahead when others met the item at about the same time, factors when it is really later.</summary>
    public static BlendWeights Default { get; } = new(0.35f, 0.5f, 1, 0.05f) { Linear = 0.2f, Transitions = 0.1f, Content = 0.1f };

    /// <summary>Other places to start from when the cases speak for one of them: where order and time say little, and where the next step follows from the last ones.</summary>
    public static IReadOnlyList<BlendWeights> Starts { get; } =
    [
        new(0.1f, 1, 0.1f, 0.02f) { Linear = 1 },
        new(1, 0.2f, 0.35f, 0.02f) { Linear = 0.1f, Transitions = 0.35f },
    ];

    /// <summary>No say for any source.</summary>
    public static BlendWeights None { get; } = new(0, 0, 0, 0);

    /// <summary>The linear model's.</summary>
    public float Linear { get; init; }

    /// <summary>The transitions'.</summary>
    public float Transitions { get; init; }

    /// <summary>The repeats'.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public float Repeats { get; init; }

    /// <summary>That of items nobody has met.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public float Content { get; init; }

    /// <summary>The weights in the order of <see cref="Personalization.Engine.Retrieval.ModelParts.Sources"/>; a model without one of the last sources has no use for its weight.</summary>
    public float[] ToArray() => [Sessions, Factors, ItemToItem, Popular, Linear, Transitions, Repeats, Content];

    /// <summary>The inverse of <see cref="ToArray"/>.</summary>
    public static BlendWeights From(ReadOnlySpan<float> weights) => new(weights[0], weights[1], weights[2], weights[3]) { Linear = weights[4], Transitions = weights[5], Repeats = weights.Length > 6 ? weights[6] : 0, Content = weights.Length > 7 ? weights[7] : 0 };
}
