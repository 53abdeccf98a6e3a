using System.ComponentModel.DataAnnotations;

namespace Personalization.Grains.Serving;

/// <summary>The share of users that no experiment takes.</summary>
public sealed class ExperimentOptions
{
    /// <summary>The share of users held out of all experiments. Raising it removes no user from an arm.</summary>
    [Range(0.0, 0.5)]
    public double HoldoutShare { get; set; }

    /// <summary>The name of the held-out group. Another name selects other users.</summary>
    [StringLength(64, MinimumLength = 1)]
    public string HoldoutName { get; set; } = "holdout";
}
