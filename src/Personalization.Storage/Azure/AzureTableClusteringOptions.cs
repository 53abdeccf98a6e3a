using System.ComponentModel.DataAnnotations;

namespace Personalization.Storage.Azure;

/// <summary>Where the cluster's membership is kept; the same for its silos and its clients.</summary>
public sealed class AzureTableClusteringOptions
{
    /// <summary>The storage account's connection string. Either this or <see cref="TableServiceUri"/>.</summary>
    public string ConnectionString { get; set; } = string.Empty;

    /// <summary>The address of the account's tables; the process then signs in by the environment's own identity.</summary>
    public Uri? TableServiceUri { get; set; }

    /// <summary>The table. Default: the name the official membership uses.</summary>
    [RegularExpression("[A-Za-z][A-Za-z0-9]{2,62}")]
    public string TableName { get; set; } = "OrleansSiloInstances";

    /// <summary>Seconds after which a call to the service, with its retries, is given up.</summary>
    [Range(1, 60)]
    public int TimeoutSeconds { get; set; } = 5;
}
