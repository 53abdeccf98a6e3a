using System.ComponentModel.DataAnnotations;

namespace Personalization.Storage.Azure;

/// <summary>
/// Settings of the Azure backend. The account is named by <see cref="ConnectionString"/>, or by <see cref="TableServiceUri"/> and
/// <see cref="BlobServiceUri"/>; with addresses alone the process signs in by the environment's own identity.
/// </summary>
public sealed class AzureStorageOptions
{
    /// <summary>The storage account's connection string. Either this or both addresses.</summary>
    public string ConnectionString { get; set; } = string.Empty;

    /// <summary>The address of the account's tables, such as <c>https://name.table.core.windows.net</c>.</summary>
    public Uri? TableServiceUri { get; set; }

    /// <summary>The address of the account's blobs, such as <c>https://name.blob.core.windows.net</c>.</summary>
    public Uri? BlobServiceUri { get; set; }

    /// <summary>What the names of the engine's own tables begin with. Default <c>Personalization</c>.</summary>
    [RegularExpression("[A-Za-z][A-Za-z0-9]{0,39}")]
    public string TablePrefix { get; set; } = "Personalization";

    /// <summary>The table of grain states. Default: the name the official grain storage uses.</summary>
    [RegularExpression("[A-Za-z][A-Za-z0-9]{2,62}")]
    public string GrainStateTable { get; set; } = "OrleansGrainState";

    /// <summary>The container of model versions. Default <c>personalization-models</c>.</summary>
    [RegularExpression("[a-z0-9](-?[a-z0-9]){2,62}")]
    public string ModelContainer { get; set; } = "personalization-models";

    /// <summary>Seconds after which a call to the service, with its retries, is given up.</summary>
    [Range(1, 60)]
    public int TimeoutSeconds { get; set; } = 5;

    /// <summary>
    /// Seconds by which readers of the whole log stay behind, so that every silo's announcement of what it is about to write is there
    /// first. Half of it is what an announcement may take; the other half is what the clocks of two silos may differ.
    /// </summary>
    [Range(1, 300)]
    public int ReadLagSeconds { get; set; } = 10;

    /// <summary>Groups of appends a silo writes at the same time.</summary>
    [Range(1, 64)]
    public int ParallelGroups { get; set; } = 4;

    /// <summary>Requests of appends a silo has under way at the same time.</summary>
    [Range(1, 1024)]
    public int ParallelRequests { get; set; } = 64;

    /// <summary>Appends of one group at most.</summary>
    [Range(1, 512)]
    public int GroupAppends { get; set; } = 256;

    /// <summary>Appends that may wait for a group; further ones are refused at once.</summary>
    [Range(1, 1_000_000)]
    public int MaxQueued { get; set; } = 16_384;

    /// <summary>Catalogue writes after which the whole catalogue is stored anew, so that opening it stays bounded.</summary>
    [Range(2, 100_000)]
    public int CatalogSnapshotEpochs { get; set; } = 100;
}
