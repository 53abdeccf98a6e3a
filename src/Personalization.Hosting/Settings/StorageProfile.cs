namespace Personalization.Hosting.Settings;

/// <summary>Where the engine stores its data.</summary>
public enum StorageProfile
{
    /// <summary>One process owns one SQLite file and a folder of model versions under <c>DataPath</c>.</summary>
    Embedded = 0,

    /// <summary>Any number of processes share one PostgreSQL database.</summary>
    Postgres = 1,

    /// <summary>Any number of processes share one Azure storage account: tables and blobs.</summary>
    Azure = 2,
}
