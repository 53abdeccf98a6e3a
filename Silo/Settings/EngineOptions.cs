using System.ComponentModel.DataAnnotations;
using Personalization.Abstractions.Drill;
using Personalization.Engine.Composition;
using Personalization.Engine.Learning;
using Personalization.Engine.Monitoring;
using Personalization.Engine.Profiles;
using Personalization.Engine.Rollouts;
using Personalization.Engine.Training;
using Personalization.Grains.Experiments;
using Personalization.Grains.Lists;
using Personalization.Grains.Serving;
using Personalization.Storage.Azure;
using Personalization.Storage.Feeds;
using Personalization.Storage.Postgres;
using Personalization.Storage.Resilience;

namespace Personalization.Silo.Settings;

/// <summary>The settings of the engine, the same for every process of a cluster, section <c>Personalization</c>. (Its part <c>Api</c> belongs to the HTTP border.)</summary>
public sealed class EngineOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Personalization";

    /// <summary>Where the engine keeps what it must not lose.</summary>
    public StorageProfile Profile { get; set; } = StorageProfile.Embedded;

    /// <summary>What this process is; when not set, the program <c>Silo</c> is a silo and <c>Client.Api</c> is the whole engine on the embedded store, a thin API in a cluster.</summary>
    public EngineRole? Role { get; set; }

    /// <summary>The folder of the embedded store and the model versions; made when missing.</summary>
    [StringLength(4_096, MinimumLength = 1)]
    public string DataPath { get; set; } = "./data";

    /// <summary>Whether a generated shop is loaded into an empty store, so that there is something to see; when not set, only the embedded engine without feeds does.</summary>
    public bool? Sample { get; set; }

    /// <summary>The seed of the generated shop.</summary>
    [Range(0, int.MaxValue)]
    public int SampleSeed { get; set; } = 1;

    /// <summary>The store of the profile <c>Postgres</c>.</summary>
    public PostgresStorageOptions Postgres { get; set; } = new();

    /// <summary>The store of the profile <c>Azure</c>.</summary>
    public AzureStorageOptions Azure { get; set; } = new();

    /// <summary>How the processes of a cluster find each other; of no meaning to the embedded store, which has one process.</summary>
    public ClusterSettings Cluster { get; set; } = new();

    /// <summary>Own event types and their weights, -100 to 100, beside or in place of the built-in ones.</summary>
    [Range(-100.0, 100.0)]
    public IReadOnlyDictionary<string, double> EventTypes { get; set; } = new Dictionary<string, double>();

    /// <summary>The policies of placements, by name; <c>default</c> is that of every placement not named.</summary>
    public IReadOnlyDictionary<string, PlacementPolicy> Placements { get; set; } = new Dictionary<string, PlacementPolicy>();

    /// <summary>The names of the placements that have a policy.</summary>
    public IEnumerable<string> PlacementNames => Placements.Keys;

    /// <summary>The item ids configured for a placement, for processes that have no engine of their own to ask.</summary>
    public IReadOnlyList<string> StaticItemsOf(string placement) => new PlacementPolicies(Placements).For(placement).StaticItems;

    /// <summary>How much of a user is kept in memory and how fast it fades.</summary>
    public ProfileOptions Profiles { get; set; } = new();

    /// <summary>How lists are kept and how a silo follows the live model and the catalogue.</summary>
    public ServingOptions Serving { get; set; } = new();

    /// <summary>Who is in no experiment.</summary>
    public ExperimentOptions Experiments { get; set; } = new();

    /// <summary>How models are trained.</summary>
    public TrainingOptions Training { get; set; } = new();

    /// <summary>When training starts by itself.</summary>
    public LearningOptions Learning { get; set; } = new();

    /// <summary>How versions are rolled out, and what they must not make worse.</summary>
    public RolloutOptions Rollout { get; set; } = new();

    /// <summary>How the behaviour data are watched.</summary>
    public WatchOptions Watch { get; set; } = new();

    /// <summary>The upstream feeds, by name; at most 16.</summary>
    public IReadOnlyDictionary<string, FeedOptions> Feeds { get; set; } = new Dictionary<string, FeedOptions>();

    /// <summary>How outside calls that nobody waits for are repeated, spared and bounded.</summary>
    public ResilienceOptions Resilience { get; set; } = new();

    /// <summary>Which defences a drill takes away.</summary>
    public DrillOptions Drill { get; set; } = new();

    /// <summary>Metrics, traces and logs.</summary>
    public TelemetrySettings Telemetry { get; set; } = new();
}
