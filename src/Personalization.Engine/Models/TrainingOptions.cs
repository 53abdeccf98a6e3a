using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Personalization.Engine.Models;

/// <summary>
/// How models are trained. One configuration serves every log; the hold-out decides what depends on the data.
/// </summary>
public sealed record TrainingOptions
{
    /// <summary>The seed. The same events, options and seed give the same artifact, byte for byte.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// The length of a factor vector, a multiple of 8. With <see cref="Search"/> it grows by half, up to 256, where the
    /// hold-out is better for it.
    /// </summary>
    [Range(8, 256)]
    public int Factors { get; init; } = 128;

    /// <summary>
    /// The number of alternations of the factor model between users and items. Longer vectors take half as many more.
    /// </summary>
    [Range(1, 100)]
    public int Epochs { get; init; } = 8;

    /// <summary>The number of alternations when training continues from vectors of an earlier model.</summary>
    [Range(1, 100), JsonIgnore]
    public int WarmEpochs { get; init; } = 3;

    /// <summary>
    /// The growth of the log up to which a training is a refresh: it keeps the choices and continues from the live
    /// version; 0 for never.
    /// </summary>
    [Range(0.0, 10.0), JsonIgnore]
    public double RefreshShare { get; init; } = 0.1;

    /// <summary>
    /// The weight of an unobserved pair of user and item against an observed one. With <see cref="Search"/> the search
    /// starts here.
    /// </summary>
    [Range(0.00001, 10)]
    public double UnobservedWeight { get; init; } = 0.01;

    /// <summary>
    /// The regularisation of the factor model per observation. With <see cref="Search"/> the search starts here.
    /// </summary>
    [Range(0.00001, 10)]
    public double Regularisation { get; init; } = 0.02;

    /// <summary>The number of training threads. The result does not depend on it.</summary>
    [Range(1, 256), JsonIgnore]
    public int Threads { get; init; } = 1;

    /// <summary>
    /// The most events of a training, the newest first; 0 for as many as fit into half of the machine's memory.
    /// </summary>
    [Range(0, 1_000_000_000), JsonIgnore]
    public int MaxEvents { get; init; }

    /// <summary>The number of neighbours of an item.</summary>
    [Range(1, 1000)]
    public int Neighbours { get; init; } = 100;

    /// <summary>The number of nearest sessions that vote. With <see cref="Search"/> the search starts here.</summary>
    [Range(1, 5000)]
    public int SessionNeighbours { get; init; } = 200;

    /// <summary>The number of an item's newest sessions that are searched.</summary>
    [Range(1, 50000)]
    public int SessionsPerItem { get; init; } = 500;

    /// <summary>The pause after which a new session starts, minutes.</summary>
    [Range(1, 10080)]
    public int SessionGapMinutes { get; init; } = 30;

    /// <summary>
    /// The latest share of the log that is held out. Its earlier half tunes, its later half evaluates.
    /// </summary>
    [Range(0.01, 0.5)]
    public double HoldOutShare { get; init; } = 0.1;

    /// <summary>The half-life of a choice in the popular list, days.</summary>
    [Range(0.01, 3650)]
    public double PopularHalfLifeDays { get; init; } = 30;

    /// <summary>The length of the lists that are evaluated.</summary>
    [Range(1, 1000)]
    public int ListLength { get; init; } = 20;

    /// <summary>
    /// The fewest held-out cases. With fewer, nothing is tuned and the report says that the version is unproven.
    /// </summary>
    [Range(1, 100000)]
    public int MinCases { get; init; } = 30;

    /// <summary>
    /// The memory of the linear model's matrix during training, MB. It covers the most chosen items that fit; 0 leaves
    /// the source out.
    /// </summary>
    [Range(0, 8000)]
    public int LinearMegabytes { get; init; } = 256;

    /// <summary>True searches the parameters of the sources on the hold-out.</summary>
    public bool Search { get; init; } = true;

    /// <summary>The number of trees of the learned ranker; 0 leaves it out.</summary>
    [Range(0, 1000)]
    public int RankerTrees { get; init; } = 60;

    /// <summary>The number of leaves of a tree.</summary>
    [Range(2, 255)]
    public int RankerLeaves { get; init; } = 8;

    /// <summary>The learning rate of the ranker.</summary>
    [Range(0.001, 1)]
    public double RankerLearningRate { get; init; } = 0.1;

    /// <summary>The most lists that the ranker learns from, each of up to 100 items.</summary>
    [Range(100, 1000000)]
    public int RankerLists { get; init; } = 4000;

    /// <summary>The fewest lists with a known outcome. With fewer the ranker is left out.</summary>
    [Range(10, 1000000)]
    public int RankerMinLists { get; init; } = 300;

    /// <summary>The latest share of the log before the hold-out whose choices the ranker learns from.</summary>
    [Range(0.01, 0.5)]
    public double RankerShare { get; init; } = 0.25;

    /// <summary>
    /// The most weight of one user's events on one item in the counts over all users (a view weighs 1, a purchase 5).
    /// </summary>
    [Range(1, 1_000_000_000), JsonIgnore]
    public double UserItemWeight { get; init; } = 20;

    /// <summary>
    /// The most weight of one user for a pair of items in the item-to-item counts. Two views one after the other weigh
    /// about 1.
    /// </summary>
    [Range(1, 1_000_000_000), JsonIgnore]
    public double UserPairWeight { get; init; } = 10;

    /// <summary>The most events of one user and day (UTC), the newest of the day.</summary>
    [Range(10, 1_000_000_000), JsonIgnore]
    public int UserDayEvents { get; init; } = 1000;

    /// <summary>
    /// The largest share of the weight of all events that one user's events can have. It does not apply to a user with
    /// fewer events than <see cref="UserDayEvents"/>.
    /// </summary>
    [Range(0.0001, 1), JsonIgnore]
    public double UserShare { get; init; } = 0.1;

    internal long SessionGapMs => SessionGapMinutes * 60_000L;

    /// <summary>
    /// Returns all errors of the options, each with the name, the range and the value. Empty if the options are valid.
    /// </summary>
    public IReadOnlyList<string> Validate()
    {
        List<ValidationResult> found = [];
        Validator.TryValidateObject(this, new ValidationContext(this), found, validateAllProperties: true);
        List<string> errors =
        [
            .. found.Select(result =>
                $"{string.Join(", ", result.MemberNames)}: {result.ErrorMessage} The value is {Value(result)}."),
        ];
        if (Factors % 8 != 0)
        {
            errors.Add($"{nameof(Factors)}: must be a multiple of 8 but was {Factors}.");
        }

        return errors;
    }

    private object? Value(ValidationResult result) =>
        typeof(TrainingOptions).GetProperty(result.MemberNames.First())?.GetValue(this);
}
