using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Personalization.Engine.Training;

/// <summary>How a model is trained. The defaults were chosen on a real shop's log, on purchases held out inside its training part.</summary>
public sealed record TrainingOptions
{
    /// <summary>With the same events and options, the same seed gives the same artifact, byte by byte.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The length of a factor vector; a multiple of 8.</summary>
    [Range(8, 256)]
    public int Factors { get; init; } = 64;

    /// <summary>How many times the factor model alternates between users and items.</summary>
    [Range(1, 100)]
    public int Epochs { get; init; } = 8;

    /// <summary>How much an unobserved pair of user and item weighs against an observed one.</summary>
    [Range(0.00001, 10)]
    public double UnobservedWeight { get; init; } = 0.01;

    /// <summary>The regularisation of the factor model, per observation.</summary>
    [Range(0.00001, 10)]
    public double Regularisation { get; init; } = 0.02;

    /// <summary>How many threads train. 1 leaves the other cores to serving; the result does not depend on it.</summary>
    [Range(1, 256), JsonIgnore]
    public int Threads { get; init; } = 1;

    /// <summary>How many neighbours an item keeps.</summary>
    [Range(1, 1000)]
    public int Neighbours { get; init; } = 100;

    /// <summary>How many of the nearest sessions speak.</summary>
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
