using System.ComponentModel.DataAnnotations;

namespace Personalization.Storage.Azure.Connections;

/// <summary>
/// Settings of the Azure backend. The account is named by <see cref="ConnectionString"/>, or by
/// <see cref="TableServiceUri"/> and <see cref="BlobServiceUri"/>; with addresses alone the process signs in by the
/// environment's own identity.
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

    /// <summary>The time-out of a call with its retries, seconds.</summary>
    [Range(1, 60)]
    public int TimeoutSeconds { get; set; } = 5;

    /// <summary>
    /// The delay of readers of the whole log, seconds. Half of it covers an announcement of a write, half covers clock
    /// differences between silos.
    /// </summary>
    [Range(1, 300)]
    public int ReadLagSeconds { get; set; } = 10;

    /// <summary>The number of groups of appends that a silo writes in parallel.</summary>
    [Range(1, 64)]
    public int ParallelGroups { get; set; } = 4;

    /// <summary>The most append requests in progress of a silo.</summary>
    [Range(1, 1024)]
    public int ParallelRequests { get; set; } = 64;

    /// <summary>The most appends of one group.</summary>
    [Range(1, 512)]
    public int GroupAppends { get; set; } = 256;

    /// <summary>The most waiting appends. Further appends are refused.</summary>
    [Range(1, 1_000_000)]
    public int MaxQueued { get; set; } = 16_384;

    /// <summary>The number of catalogue changes after which the whole catalogue is stored again.</summary>
    [Range(2, 100_000)]
    public int CatalogSnapshotEpochs { get; set; } = 100;
}
