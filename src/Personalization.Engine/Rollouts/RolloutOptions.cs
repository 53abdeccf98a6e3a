using System.ComponentModel.DataAnnotations;

namespace Personalization.Engine.Rollouts;

/// <summary>How model versions are rolled out, and the limits that they must keep.</summary>
public sealed record RolloutOptions
{
    /// <summary>
    /// <c>Direct</c> makes a version live at once, <c>Staged</c> goes through all stages. Default: direct on the
    /// embedded store, staged in a cluster. The first version always goes live at once.
    /// </summary>
    public RolloutMode? Mode { get; set; }

    /// <summary>
    /// The share by which the NDCG may be below the live version's on the same held-out cases. A version is refused
    /// only if its loss is larger by more than chance explains (one-sided, 1 %).
    /// </summary>
    [Range(0.0, 1.0)]
    public double HoldOutMargin { get; init; } = 0.02;

    /// <summary>The most that ranking may take, as a multiple of the live version's time.</summary>
    [Range(1.0, 100.0)]
    public double LatencyFactor { get; init; } = 1.5;

    /// <summary>A ranking time below this is always accepted, milliseconds.</summary>
    [Range(0.0, 10_000.0)]
    public double LatencyFloorMs { get; init; } = 5;

    /// <summary>The share of lists that the shadow version ranks too.</summary>
    [Range(0.0, 1.0)]
    public double ShadowShare { get; init; } = 0.02;

    /// <summary>The shortest shadow stage, minutes.</summary>
    [Range(0.0, 100_000.0)]
    public double ShadowMinutes { get; init; } = 15;

    /// <summary>The fewest lists that are compared in the shadow stage.</summary>
    [Range(0, 10_000_000)]
    public int ShadowLists { get; init; } = 500;

    /// <summary>The shortest step of the canary, minutes.</summary>
    [Range(0.0, 100_000.0)]
    public double StepMinutes { get; init; } = 60;

    /// <summary>The fewest new users of a step. <see cref="LongestStepHours"/> ends the step with fewer.</summary>
    [Range(0, 100_000_000)]
    public int StepUsers { get; init; } = 500;

    /// <summary>
    /// The time after which a step ends with fewer users, hours. Its guardrails must hold all the same.
    /// </summary>
    [Range(0.0, 10_000.0)]
    public double LongestStepHours { get; init; } = 24;

    /// <summary>The time without measurements after which the canary is rolled back, minutes.</summary>
    [Range(0.1, 10_000.0)]
    public double BlindMinutes { get; init; } = 15;

    /// <summary>The event type that counts as a conversion.</summary>
    [RegularExpression("^[A-Za-z][A-Za-z0-9_-]{0,63}$")]
    public string ConversionEvent { get; init; } = "purchase";

    /// <summary>How long after a list a conversion counts for it, hours.</summary>
    [Range(0.1, 2_160.0)]
    public double ConversionWindowHours { get; init; } = 24;

    /// <summary>The share by which the conversion may be below that of the users measured beside the canary.</summary>
    [Range(0.0, 0.99)]
    public double ConversionMargin { get; init; } = 0.03;

    /// <summary>
    /// The expected number of users at the decision. Intervals are narrowest there and valid everywhere.
    /// </summary>
    [Range(100, 1_000_000_000)]
    public int PlannedUsers { get; init; } = 20_000;

    /// <summary>The rise of the share of failed lists that is accepted.</summary>
    [Range(0.0, 1.0)]
    public double ErrorRise { get; init; } = 0.001;

    /// <summary>The rise of the share of lists below the fallback level fresh that is accepted.</summary>
    [Range(0.0, 1.0)]
    public double FallbackRise { get; init; } = 0.01;

    /// <summary>The drop of the diversity of lists that is accepted, as a share.</summary>
    [Range(0.0, 1.0)]
    public double DiversityDrop { get; init; } = 0.25;

    /// <summary>The drop of the number of different items on equally many lists that is accepted, as a share.</summary>
    [Range(0.0, 1.0)]
    public double CoverageDrop { get; init; } = 0.4;

    /// <summary>The fewest lists of each version before coverage is judged.</summary>
    [Range(10, 10_000_000)]
    public int CoverageLists { get; init; } = 500;

    /// <summary>
    /// How long the previous version stays in memory after a rollout, minutes. A rollback then needs no loading.
    /// </summary>
    [Range(0.0, 100_000.0)]
    public double KeepMinutes { get; init; } = 60;
}

/// <summary>How a trained version that passed its promotion gate goes live.</summary>
public enum RolloutMode
{
    /// <summary>The version goes live at once.</summary>
    Direct,

    /// <summary>
    /// By a rollout: a comparison with the live version, a shadow stage, then a growing share of the users.
    /// </summary>
    Staged,
}
