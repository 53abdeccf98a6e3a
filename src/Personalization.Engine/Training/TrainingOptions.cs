using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Personalization.Engine.Training;

/// <summary>How a model is trained. One configuration for every log: what depends on the data is chosen on the hold-out.</summary>
public sealed record TrainingOptions
{
    /// <summary>With the same events and options, the same seed gives the same artifact, byte by byte.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The length of a factor vector; a multiple of 8. With <see cref="Search"/> half as much again, up to 256, where the hold-out is better for it and a scan of the catalogue affords it.</summary>
    [Range(8, 256)]
    public int Factors { get; init; } = 128;

    /// <summary>How many times the factor model alternates between users and items; with longer vectors half as often again.</summary>
    [Range(1, 100)]
    public int Epochs { get; init; } = 8;

    /// <summary>The same where it goes on from vectors learnt before, on a part of the same log.</summary>
    [Range(1, 100), JsonIgnore]
    public int WarmEpochs { get; init; } = 3;

    /// <summary>While the log has grown by less than this share since a model's choices were made, a training keeps them and goes on from that model: only what is counted is counted anew. 0 for never.</summary>
    [Range(0.0, 10.0), JsonIgnore]
    public double RefreshShare { get; init; } = 0.1;

    /// <summary>How much an unobserved pair of user and item weighs against an observed one; with <see cref="Search"/> where the search begins.</summary>
    [Range(0.00001, 10)]
    public double UnobservedWeight { get; init; } = 0.01;

    /// <summary>The regularisation of the factor model, per observation; with <see cref="Search"/> where the search begins.</summary>
    [Range(0.00001, 10)]
    public double Regularisation { get; init; } = 0.02;

    /// <summary>How many threads train. 1 leaves the other cores to serving; the result does not depend on it.</summary>
    [Range(1, 256), JsonIgnore]
    public int Threads { get; init; } = 1;

    /// <summary>The most events trained on: the newest; what is older is left out, and the version's report says so. 0 for as many as fit into half of the machine's memory.</summary>
    [Range(0, 1_000_000_000), JsonIgnore]
    public int MaxEvents { get; init; }

    /// <summary>How many neighbours an item keeps.</summary>
    [Range(1, 1000)]
    public int Neighbours { get; init; } = 100;

    /// <summary>How many of the nearest sessions speak; with <see cref="Search"/> where the search begins.</summary>
    [Range(1, 5000)]
    public int SessionNeighbours { get; init; } = 200;

    /// <summary>How many of an item's newest sessions are looked through.</summary>
    [Range(1, 50000)]
    public int SessionsPerItem { get; init; } = 500;

    /// <summary>A pause longer than this begins a new session, minutes.</summary>
    [Range(1, 10080)]
    public int SessionGapMinutes { get; init; } = 30;

    /// <summary>The share of the log, latest by time, that is held out to tune (its earlier half) and to judge (its later half).</summary>
    [Range(0.01, 0.5)]
    public double HoldOutShare { get; init; } = 0.1;

    /// <summary>A choice counts half for popularity after so many days.</summary>
    [Range(0.01, 3650)]
    public double PopularHalfLifeDays { get; init; } = 30;

    /// <summary>The length of the lists that are judged.</summary>
    [Range(1, 1000)]
    public int ListLength { get; init; } = 20;

    /// <summary>With fewer held-out cases nothing is learnt from them and the verdict says that the version is unproven.</summary>
    [Range(1, 100000)]
    public int MinCases { get; init; } = 30;

    /// <summary>The memory the linear model's matrix may take while it is trained, MB; it covers the most chosen items that fit. 0 leaves it out.</summary>
    [Range(0, 8000)]
    public int LinearMegabytes { get; init; } = 256;

    /// <summary>Whether the sources' parameters are chosen on the hold-out; otherwise they are the ones set and built in.</summary>
    public bool Search { get; init; } = true;

    /// <summary>How many trees the learnt ranker has; 0 leaves it out and the linear blend ranks.</summary>
    [Range(0, 1000)]
    public int RankerTrees { get; init; } = 60;

    /// <summary>How many leaves a tree has.</summary>
    [Range(2, 255)]
    public int RankerLeaves { get; init; } = 8;

    /// <summary>How much each tree corrects of what the trees before it left.</summary>
    [Range(0.001, 1)]
    public double RankerLearningRate { get; init; } = 0.1;

    /// <summary>The most lists the ranker learns from, each of up to 100 items; bounds its training time and memory.</summary>
    [Range(100, 1000000)]
    public int RankerLists { get; init; } = 4000;

    /// <summary>With fewer lists whose outcome is known the ranker is not learnt.</summary>
    [Range(10, 1000000)]
    public int RankerMinLists { get; init; } = 300;

    /// <summary>The share of the log, latest by time before the hold-out, whose choices the ranker learns from.</summary>
    [Range(0.01, 0.5)]
    public double RankerShare { get; init; } = 0.25;

    internal long SessionGapMs => SessionGapMinutes * 60_000L;

    /// <summary>Everything that is wrong with the options: each a sentence with the name, the value and the range. Empty when they are good.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<ValidationResult> found = [];
        Validator.TryValidateObject(this, new ValidationContext(this), found, validateAllProperties: true);
        List<string> errors = [.. found.Select(result => $"{string.Join(", ", result.MemberNames)}: {result.ErrorMessage} It is {Value(result)}.")];
        if (Factors % 8 != 0)
        {
            errors.Add($"{nameof(Factors)}: must be a multiple of 8. It is {Factors}.");
        }

        return errors;
    }

    private object? Value(ValidationResult result) => typeof(TrainingOptions).GetProperty(result.MemberNames.First())?.GetValue(this);
}
