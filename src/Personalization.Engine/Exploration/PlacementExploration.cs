using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Personalization.Abstractions.Experiments;

namespace Personalization.Engine.Exploration;

/// <summary>
/// How much and how a placement explores. An exploring arm of an experiment uses its own slots and policy, and the
/// budget of the placement.
/// </summary>
public sealed class PlacementExploration
{
    /// <summary>The share of lists that explore; 0 for none.</summary>
    [Range(0.0, 1.0)]
    public double Share { get; set; }

    /// <summary>The positions that explore, 0 to 199, separated by commas.</summary>
    [RegularExpression("1?[0-9]{1,2}(,1?[0-9]{1,2}){0,19}")]
    public string Slots { get; set; } = "4";

    /// <summary>How items are drawn.</summary>
    public ExplorationPolicy Policy { get; set; } = ExplorationPolicy.Thompson;

    /// <summary>The number of candidates from which a position is drawn.</summary>
    [Range(2, 1000)]
    public int Pool { get; set; } = 20;

    /// <summary>The share of uniform draws of the policy <c>Epsilon</c>.</summary>
    [Range(0.0, 1.0)]
    public double Epsilon { get; set; } = 0.05;

    /// <summary>How strongly the policy <c>SquareCb</c> prefers the best candidates.</summary>
    [Range(0.001, 1e9)]
    public double Sharpness { get; set; } = 100;

    /// <summary>The most exploring lists per minute of each silo.</summary>
    [Range(0, 1_000_000)]
    public int ListsPerMinute { get; set; } = 600;

    /// <summary>Returns the settings for <see cref="Explorer"/>.</summary>
    public ExplorationSettings ToSettings() => new()
    {
        Policy = Policy,
        Slots = [.. Slots.Split(',').Select(slot => int.Parse(slot, CultureInfo.InvariantCulture)).Distinct()],
        Pool = Pool,
        Epsilon = Epsilon,
        Sharpness = Sharpness,
    };
}
