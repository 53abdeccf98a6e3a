using System.Text.Json.Serialization;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Models;

/// <summary>What is not for an installation to set: the parameters of the sources. The values here are where the hyperparameter search begins, and what a log
/// too small to choose on is trained with. They were chosen on held-out purchases inside the training part of a real shop's log.
/// What mattered there: votes and pairs weighed by closeness in time, raw counts, no weighing of a vote by event type. How strongly
/// the user's own items are weighed by age and event type hardly mattered.</summary>
internal sealed record SourceParameters
{
    /// <summary>The session source's.</summary>
    public SessionParameters Sessions { get; init; } = new(new(32, 0.9f, 0.9f, 0.3f), 200, 0.5f, 0.5f, 3f);

    /// <summary>How much a pair nobody observed weighs in the factor model.</summary>
    public float UnobservedWeight { get; init; } = 0.01f;

    /// <summary>The factor model's regularisation.</summary>
    public float Regularisation { get; init; } = 0.02f;

    /// <summary>The factor source's confidence power.</summary>
    public float ConfidencePower { get; init; } = 0.5f;

    /// <summary>The factor source's decay per session gone by.</summary>
    public float FactorSessionDecay { get; init; } = 0.9f;

    /// <summary>The length of a factor vector; null, as in manifests written before it was chosen, is the options'.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? FactorLength { get; init; }

    /// <summary>How many times the factor model alternates; null is the options'.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? FactorEpochs { get; init; }

    /// <summary>The co-visitation source's.</summary>
    public CoVisitationParameters CoVisitation { get; init; } = new(new(32, 0.9f, 0.9f, 0.3f), 20, 0.7f, 2);

    /// <summary>The same for what followed an item.</summary>
    public CoVisitationParameters Transitions { get; init; } = new(new(8, 0.5f, 0.5f, 0), 3, 0.5f, 1000) { Back = 0.1f };

    /// <summary>How what the user comes back to is weighed; null, as in manifests written before there was such a source, is <see cref="FirstRepeats"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SeedWeights? Repeats { get; init; }

    /// <summary>How the user's items are weighed in the linear model.</summary>
    public SeedWeights LinearSeeds { get; init; } = new(Interactions.Capacity, 1, 1, 0);

    /// <summary>The linear model's regularisation.</summary>
    public float Ridge { get; init; } = 200;

    /// <summary>How what the user comes back to is weighed at first.</summary>
    public static SeedWeights FirstRepeats { get; } = new(64, 0.7f, 1, 0.3f);

    /// <summary>Where the search begins with these options.</summary>
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
