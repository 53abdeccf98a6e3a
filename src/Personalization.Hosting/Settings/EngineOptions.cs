using System.ComponentModel.DataAnnotations;
using Personalization.Abstractions.Webhooks;
using Personalization.Engine.DataQuality;
using Personalization.Engine.Models;
using Personalization.Engine.Placements;
using Personalization.Engine.Profiles;
using Personalization.Engine.Retraining;
using Personalization.Engine.Rollouts;
using Personalization.Grains.Serving;
using Personalization.Storage.Azure.Connections;
using Personalization.Storage.HttpFeeds;
using Personalization.Storage.Postgres.Connections;
using Personalization.Storage.Resilience;

namespace Personalization.Hosting.Settings;

/// <summary>
/// Settings of the engine, section <c>Personalization</c>. All processes of a cluster need the same values.
/// </summary>
public sealed class EngineOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Personalization";

    /// <summary>Where the engine stores its data: one process with a folder, PostgreSQL, or Azure Storage.</summary>
    public StorageProfile Profile { get; set; } = StorageProfile.Embedded;

    /// <summary>
    /// The role of this process. Default: <c>Silo</c> for the program Silo; for Client.Api <c>Node</c> on the embedded
    /// store and <c>Api</c> in a cluster.
    /// </summary>
    public EngineRole? Role { get; set; }

    /// <summary>
    /// The folder of the embedded store and its model versions. It is created when it does not exist.
    /// </summary>
    [StringLength(4_096, MinimumLength = 1)]
    public string DataPath { get; set; } = "./data";

    /// <summary>
    /// True loads a generated shop into an empty store. Default: true for the embedded store without feeds.
    /// </summary>
    public bool? Sample { get; set; }

    /// <summary>Whether this process loads the generated shop when the store is empty.</summary>
    public bool LoadsSample => Sample ?? (Profile == StorageProfile.Embedded && Feeds.Count == 0);

    /// <summary>The seed of the generated shop.</summary>
    [Range(0, int.MaxValue)]
    public int SampleSeed { get; set; } = 1;

    /// <summary>The store of the profile <c>Postgres</c>.</summary>
    public PostgresStorageOptions Postgres { get; set; } = new();

    /// <summary>The store of the profile <c>Azure</c>. Set either the connection string or both addresses.</summary>
    public AzureStorageOptions Azure { get; set; } = new();

    /// <summary>
    /// How the processes of a cluster find each other and detect a lost silo. The embedded store does not use it.
    /// </summary>
    public ClusterSettings Cluster { get; set; } = new();

    /// <summary>Own event types and their weights. A built-in type can be given another weight.</summary>
    [Range(-100.0, 100.0)]
    public IReadOnlyDictionary<string, double> EventTypes { get; set; } = new Dictionary<string, double>();

    /// <summary>Ranking policies by placement. The policy <c>default</c> applies to placements without one.</summary>
    public IReadOnlyDictionary<string, PlacementPolicy> Placements { get; set; } =
        new Dictionary<string, PlacementPolicy>();

    /// <summary>The names of the placements that have a policy.</summary>
    public IEnumerable<string> PlacementNames => Placements.Keys;

    /// <summary>
    /// The item ids configured for a placement, for processes that have no engine of their own to ask.
    /// </summary>
    public IReadOnlyList<string> StaticItemsOf(string placement) =>
        new PlacementPolicies(Placements).For(placement).StaticItems;

    /// <summary>
    /// How much of a user is kept in memory, and how fast preferences fade. The event log keeps everything.
    /// </summary>
    public ProfileOptions Profiles { get; set; } = new();

    /// <summary>How lists are cached, and how a silo follows the live model and the catalogue.</summary>
    public ServingOptions Serving { get; set; } = new();

    /// <summary>The share of users that no experiment takes.</summary>
    public ExperimentOptions Experiments { get; set; } = new();

    /// <summary>How models are trained.</summary>
    public TrainingOptions Training { get; set; } = new();

    /// <summary>
    /// When a training starts by itself. The first training is started by a person or by the sample shop.
    /// </summary>
    public RetrainingOptions Retraining { get; set; } = new();

    /// <summary>How model versions are rolled out, and the limits that they must keep.</summary>
    public RolloutOptions Rollout { get; set; } = new();

    /// <summary>How the quality of incoming events is monitored.</summary>
    public DataQualityOptions DataQuality { get; set; } = new();

    /// <summary>Upstream feeds by name, at most 16.</summary>
    public IReadOnlyDictionary<string, FeedOptions> Feeds { get; set; } = new Dictionary<string, FeedOptions>();

    /// <summary>How events are sent to webhooks.</summary>
    public WebhookOptions Webhooks { get; set; } = new();

    /// <summary>Retries, circuit breakers and limits of calls to stores, feeds and the engine.</summary>
    public ResilienceOptions Resilience { get; set; } = new();

    /// <summary>
    /// Whether the API serves its web pages: the landing page, the demo shop, the guides and the operator console.
    /// </summary>
    public bool Console { get; set; } = true;

    /// <summary>
    /// True lets a person cause faults in the demo shop: a slow store, a lost model, a lost silo. For trials on this
    /// machine: needs the embedded store and loopback addresses.
    /// </summary>
    public bool Faults { get; set; }

    /// <summary>Metrics, traces, logs and the dashboard.</summary>
    public TelemetrySettings Telemetry { get; set; } = new();
}
