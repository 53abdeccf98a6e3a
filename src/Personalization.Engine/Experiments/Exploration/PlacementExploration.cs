using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Personalization.Abstractions.Experiments;

namespace Personalization.Engine.Experiments.Exploration;

/// <summary>How much a placement explores, and how. An experiment's arm that explores does so in every list, by its own slots and policy; the budget is the placement's.</summary>
public sealed class PlacementExploration
{
    /// <summary>The share of lists that explore, 0 for none.</summary>
    [Range(0.0, 1.0)]
    public double Share { get; set; }

    /// <summary>The positions that explore, from 0 to 199, separated by commas; all others stay as ranked.</summary>
    [RegularExpression("1?[0-9]{1,2}(,1?[0-9]{1,2}){0,19}")]
    public string Slots { get; set; } = "4";

    /// <summary>How items are drawn.</summary>
    public ExplorationPolicy Policy { get; set; } = ExplorationPolicy.Thompson;

    /// <inheritdoc cref="ExplorationSettings.Pool"/>
    [Range(2, 1000)]
    public int Pool { get; set; } = 20;

    /// <inheritdoc cref="ExplorationSettings.Epsilon"/>
    [Range(0.0, 1.0)]
    public double Epsilon { get; set; } = 0.05;

    /// <inheritdoc cref="ExplorationSettings.Sharpness"/>
    [Range(0.001, 1e9)]
    public double Sharpness { get; set; } = 100;

    /// <summary>The budget: so many lists explore in a minute at most, on each silo.</summary>
    [Range(0, 1_000_000)]
    public int ListsPerMinute { get; set; } = 600;

    /// <summary>The same as the explorer takes it.</summary>
    public ExplorationSettings ToSettings() => new()
    {
        Policy = Policy,
        Slots = [.. Slots.Split(',').Select(slot => int.Parse(slot, CultureInfo.InvariantCulture)).Distinct()],
        Pool = Pool,
        Epsilon = Epsilon,
        Sharpness = Sharpness,
    };
}
