using System.Text.Json.Serialization;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Models;

/// <summary>
/// The training parameters of all sources. The defaults are the start of the hyperparameter search, and the values for
/// a log that is too small to choose on. They are not settings of an installation.
/// </summary>
/// <remarks>
/// The defaults were chosen on held-out purchases in the training part of the log of a real shop. These mattered: the
/// decay of votes and pairs with time, raw counts, and votes without a weight by event type. The weighting of the
/// user's items by age and event type hardly mattered.
/// </remarks>
internal sealed record SourceParameters
{
    /// <summary>The parameters of the session source.</summary>
    public SessionParameters Sessions { get; init; } = new(new(32, 0.9f, 0.9f, 0.3f), 200, 0.5f, 0.5f, 3f);

    /// <summary>The weight of an unobserved pair in the factor model.</summary>
    public float UnobservedWeight { get; init; } = 0.01f;

    /// <summary>The regularization of the factor model.</summary>
    public float Regularisation { get; init; } = 0.02f;

    /// <summary>The exponent of the weight of an interaction in its confidence.</summary>
    public float ConfidencePower { get; init; } = 0.5f;

    /// <summary>The factor of the confidence per past session.</summary>
    public float FactorSessionDecay { get; init; } = 0.9f;

    /// <summary>
    /// The length of a factor vector. Null uses the options, as in a manifest written before the length was chosen.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? FactorLength { get; init; }

    /// <summary>The number of alternations of the factor model; null uses the options.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? FactorEpochs { get; init; }

    /// <summary>The parameters of the co-visitation source.</summary>
    public CoVisitationParameters CoVisitation { get; init; } = new(new(32, 0.9f, 0.9f, 0.3f), 20, 0.7f, 2);

    /// <summary>The parameters of the transition source.</summary>
    public CoVisitationParameters Transitions { get; init; } =
        new(new(8, 0.5f, 0.5f, 0), 3, 0.5f, 1000) { Back = 0.1f };

    /// <summary>
    /// The weighting of the user's items in the repeat source. Null uses <see cref="FirstRepeats"/>, as in a manifest
    /// written before this source existed.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SeedWeights? Repeats { get; init; }

    /// <summary>The weighting of the user's items in the linear source.</summary>
    public SeedWeights LinearSeeds { get; init; } = new(Interactions.Capacity, 1, 1, 0);

    /// <summary>The regularization of the linear model.</summary>
    public float Ridge { get; init; } = 200;

    /// <summary>
    /// The dropout of the linear model, 0 to below 1. Null is none, as in a manifest written before it was chosen.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? LinearDropout { get; init; }

    /// <summary>The first weighting of the user's items in the repeat source.</summary>
    public static SeedWeights FirstRepeats { get; } = new(64, 0.7f, 1, 0.3f);

    /// <summary>Returns the start of the hyperparameter search with these options.</summary>
    public static SourceParameters From(TrainingOptions options)
    {
        SourceParameters start = new();
        return start with
        {
            Sessions = start.Sessions with { Neighbours = options.SessionNeighbours },
            UnobservedWeight = (float)options.UnobservedWeight,
            Regularisation = (float)options.Regularisation,
            Repeats = FirstRepeats,
        };
    }
}
