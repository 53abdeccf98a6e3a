using System.ComponentModel.DataAnnotations;

namespace Personalization.Storage.Azure.Connections;

/// <summary>
/// Settings of the Azure backend. Set <see cref="ConnectionString"/>, or both <see cref="TableServiceUri"/> and
/// <see cref="BlobServiceUri"/>. With addresses, the process signs in with its own identity.
/// </summary>
public sealed class AzureStorageOptions
{
    /// <summary>The connection string of the storage account. Set either this or both addresses.</summary>
    public string ConnectionString { get; set; } = string.Empty;

    /// <summary>
    /// The address of the account's tables, for example <c>https://name.table.core.windows.net</c>. The process signs
    /// in with its own identity.
    /// </summary>
    public Uri? TableServiceUri { get; set; }

    /// <summary>The address of the account's blobs, for example <c>https://name.blob.core.windows.net</c>.</summary>
    public Uri? BlobServiceUri { get; set; }

    /// <summary>The prefix of the engine's own tables.</summary>
    [RegularExpression("[A-Za-z][A-Za-z0-9]{0,39}")]
    public string TablePrefix { get; set; } = "Personalization";

    /// <summary>The table of grain states.</summary>
    [RegularExpression("[A-Za-z][A-Za-z0-9]{2,62}")]
    public string GrainStateTable { get; set; } = "OrleansGrainState";

    /// <summary>The blob container of model versions.</summary>
    [RegularExpression("[a-z0-9](-?[a-z0-9]){2,62}")]
    public string ModelContainer { get; set; } = "personalization-models";

    /// <summary>Timeout of a call including its retries, in seconds.</summary>
    [Range(1, 60)]
    public int TimeoutSeconds { get; set; } = 5;

    /// <summary>
    /// Delay of readers of the whole log, in seconds. Half of it covers the announcement of a write, half covers clock
    /// differences between silos.
    /// </summary>
    [Range(1, 300)]
    public int ReadLagSeconds { get; set; } = 10;

    /// <summary>Number of append groups that a silo writes in parallel.</summary>
    [Range(1, 64)]
    public int ParallelGroups { get; set; } = 4;

    /// <summary>Maximum number of append requests that a silo has in flight.</summary>
    [Range(1, 1024)]
    public int ParallelRequests { get; set; } = 64;

    /// <summary>Maximum number of appends in one group.</summary>
    [Range(1, 512)]
    public int GroupAppends { get; set; } = 256;

    /// <summary>Maximum number of waiting appends. Further appends are rejected.</summary>
    [Range(1, 1_000_000)]
    public int MaxQueued { get; set; } = 16_384;

    /// <summary>Number of catalog epochs after which a new snapshot of the whole catalog is stored.</summary>
    [Range(2, 100_000)]
    public int CatalogSnapshotEpochs { get; set; } = 100;
}
