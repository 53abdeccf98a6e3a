using System.ComponentModel.DataAnnotations;
using Personalization.Engine.Composition;
using Personalization.Engine.Profiles;
using Personalization.Engine.Training;
using Personalization.Grains.Serving;

namespace Personalization.Silo.Settings;

/// <summary>The settings of the engine, section <c>Personalization</c>. (Its part <c>Api</c> belongs to the HTTP border.)</summary>
public sealed class EngineOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Personalization";

    /// <summary>Where the engine keeps what it must not lose.</summary>
    public StorageProfile Profile { get; set; } = StorageProfile.Embedded;

    /// <summary>The folder of the embedded store and the model versions; made when missing.</summary>
    [StringLength(4_096, MinimumLength = 1)]
    public string DataPath { get; set; } = "./data";

    /// <summary>Whether a generated shop is loaded into an empty store, so that there is something to see.</summary>
    public bool Sample { get; set; } = true;

    /// <summary>The seed of the generated shop.</summary>
    [Range(0, int.MaxValue)]
    public int SampleSeed { get; set; } = 1;

    /// <summary>The port silos talk to each other on; 0 takes a free one.</summary>
    [Range(0, 65_535)]
    public int SiloPort { get; set; }

    /// <summary>Own event types and their weights, -100 to 100, beside or in place of the built-in ones.</summary>
    [Range(-100.0, 100.0)]
    public IReadOnlyDictionary<string, double> EventTypes { get; set; } = new Dictionary<string, double>();

    /// <summary>The policies of placements, by name; <c>default</c> is that of every placement not named.</summary>
    public IReadOnlyDictionary<string, PlacementPolicy> Placements { get; set; } = new Dictionary<string, PlacementPolicy>();

    /// <summary>How much of a user is kept in memory and how fast it fades.</summary>
    public ProfileOptions Profiles { get; set; } = new();

    /// <summary>How lists are kept and how a silo follows the live model and the catalogue.</summary>
    public ServingOptions Serving { get; set; } = new();

    /// <summary>How models are trained.</summary>
    public TrainingOptions Training { get; set; } = new();
}
