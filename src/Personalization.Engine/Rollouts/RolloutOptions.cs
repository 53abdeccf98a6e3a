using System.ComponentModel.DataAnnotations;

namespace Personalization.Engine.Rollouts;

/// <summary>How versions are rolled out, and what they must not make worse.</summary>
public sealed record RolloutOptions
{
    /// <summary>How a trained version goes live; when not set, at once in the embedded engine and staged in a cluster. The very first version always goes live at once.</summary>
    public RolloutMode? Mode { get; set; }

    /// <summary>By which share its NDCG may be below the live version's on the same held-out cases.</summary>
    [Range(0.0, 1.0)]
    public double HoldOutMargin { get; init; } = 0.02;

    /// <summary>How many times the live version's ranking time its own may be.</summary>
    [Range(1.0, 100.0)]
    public double LatencyFactor { get; init; } = 1.5;

    /// <summary>A ranking time below this is never too long, milliseconds.</summary>
    [Range(0.0, 10_000.0)]
    public double LatencyFloorMs { get; init; } = 5;

    /// <summary>The share of ranked lists that are ranked by the new version too while it is a shadow.</summary>
    [Range(0.0, 1.0)]
    public double ShadowShare { get; init; } = 0.02;

    /// <summary>How long it is a shadow at least, minutes.</summary>
    [Range(0.0, 100_000.0)]
    public double ShadowMinutes { get; init; } = 15;

    /// <summary>How many lists are compared at least.</summary>
    [Range(0, 10_000_000)]
    public int ShadowLists { get; init; } = 500;

    /// <summary>How long a step of the canary takes at least, minutes.</summary>
    [Range(0.0, 100_000.0)]
    public double StepMinutes { get; init; } = 60;

    /// <summary>How many further users get the version in a step at least, unless the step has lasted for <see cref="LongestStepHours"/>.</summary>
    [Range(0, 100_000_000)]
    public int StepUsers { get; init; } = 500;

    /// <summary>After so many hours a step ends also with fewer users, so that a shop with few visitors gets there: its guardrails hold in every step all the same.</summary>
    [Range(0.0, 10_000.0)]
    public double LongestStepHours { get; init; } = 24;

    /// <summary>When nothing could be measured for so long the canary is rolled back: a version nobody can watch is not served. Minutes.</summary>
    [Range(0.1, 10_000.0)]
    public double BlindMinutes { get; init; } = 15;

    /// <summary>The type of event that is a conversion.</summary>
    [RegularExpression("^[A-Za-z][A-Za-z0-9_-]{0,63}$")]
    public string ConversionEvent { get; init; } = "purchase";

    /// <summary>How long after a list a conversion counts for it, hours.</summary>
    [Range(0.1, 2_160.0)]
    public double ConversionWindowHours { get; init; } = 24;

    /// <summary>By which share conversion may be below that of the users measured beside it.</summary>
    [Range(0.0, 0.99)]
    public double ConversionMargin { get; init; } = 0.03;

    /// <summary>About how many users are expected by the decision: intervals are narrowest there and valid everywhere.</summary>
    [Range(100, 1_000_000_000)]
    public int PlannedUsers { get; init; } = 20_000;

    /// <summary>By how much the share of lists that fail may be above the live version's.</summary>
    [Range(0.0, 1.0)]
    public double ErrorRise { get; init; } = 0.001;

    /// <summary>By how much the share of lists that a lower rung answers may be above the live version's.</summary>
    [Range(0.0, 1.0)]
    public double RungRise { get; init; } = 0.01;

    /// <summary>By which share the diversity of lists may be below the live version's.</summary>
    [Range(0.0, 1.0)]
    public double DiversityDrop { get; init; } = 0.25;

    /// <summary>By which share the number of different items on equally many lists may be below the live version's.</summary>
    [Range(0.0, 1.0)]
    public double CoverageDrop { get; init; } = 0.4;

    /// <summary>With fewer lists of either version nothing is said of coverage.</summary>
    [Range(10, 10_000_000)]
    public int CoverageLists { get; init; } = 500;

    /// <summary>How long the version before stays in memory after a rollout, so that rolling back needs no loading. Minutes.</summary>
    [Range(0.0, 100_000.0)]
    public double KeepMinutes { get; init; } = 60;
}
