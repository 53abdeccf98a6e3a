using System.Text.Json.Serialization;

namespace Personalization.Engine.Ranking;

/// <summary>The weight of each source in the blend; each at least 0. Part of the manifest.</summary>
/// <param name="Sessions">The weight of the session source.</param>
/// <param name="Factors">The weight of the factor source.</param>
/// <param name="ItemToItem">The weight of the co-visitation source.</param>
/// <param name="Popular">The weight of the popular source.</param>
internal sealed record BlendWeights(float Sessions, float Factors, float ItemToItem, float Popular)
{
    /// <summary>The start of the weight search, and the weights for a log with too few cases to tune on.</summary>
    /// <remarks>
    /// A compromise, chosen on the log of a real shop from a coarse grid. Neighbor sources are far ahead if other users
    /// saw the item at about the same time; the factor source is ahead if the choice is much later.
    /// </remarks>
    public static BlendWeights Default { get; } =
        new(0.35f, 0.5f, 1, 0.05f) { Linear = 0.2f, Transitions = 0.1f, Content = 0.1f };

    /// <summary>
    /// Alternative starts of the weight search: for logs where order and time carry little information, and for logs
    /// where the next choice follows from the last choices.
    /// </summary>
    public static IReadOnlyList<BlendWeights> Starts { get; } =
    [
        new(0.1f, 1, 0.1f, 0.02f) { Linear = 1 },
        new(1, 0.2f, 0.35f, 0.02f) { Linear = 0.1f, Transitions = 0.35f },
    ];

    /// <summary>Weight 0 for every source.</summary>
    public static BlendWeights None { get; } = new(0, 0, 0, 0);

    /// <summary>The weight of the linear source.</summary>
    public float Linear { get; init; }

    /// <summary>The weight of the transition source.</summary>
    public float Transitions { get; init; }

    /// <summary>The weight of the repeat source.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public float Repeats { get; init; }

    /// <summary>The weight of the content source, which proposes cold-start items.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public float Content { get; init; }

    /// <summary>
    /// Returns the weights in the order of <see cref="Personalization.Engine.Retrieval.ModelParts.Sources"/>. The
    /// weight of a source that the model does not have is ignored.
    /// </summary>
    public float[] ToArray() => [Sessions, Factors, ItemToItem, Popular, Linear, Transitions, Repeats, Content];

    /// <summary>Creates weights from the result of <see cref="ToArray"/>.</summary>
    public static BlendWeights From(ReadOnlySpan<float> weights) =>
        new(weights[0], weights[1], weights[2], weights[3])
        {
            Linear = weights[4],
            Transitions = weights[5],
            Repeats = weights.Length > 6 ? weights[6] : 0,
            Content = weights.Length > 7 ? weights[7] : 0,
        };
}
