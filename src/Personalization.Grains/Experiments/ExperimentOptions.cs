using System.ComponentModel.DataAnnotations;

namespace Personalization.Grains.Experiments;

/// <summary>Who is in no experiment at all, so that what all of them together have changed can be measured.</summary>
public sealed class ExperimentOptions
{
    /// <summary>The share of users held out; raising it takes nobody out of an arm they have been shown.</summary>
    [Range(0.0, 0.5)]
    public double HoldoutShare { get; set; }

    /// <summary>Names the group and draws it: another name draws another one.</summary>
    [StringLength(64, MinimumLength = 1)]
    public string HoldoutName { get; set; } = "holdout";
}
