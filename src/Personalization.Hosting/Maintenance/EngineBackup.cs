using Personalization.Hosting.Settings;
using Personalization.Storage.Files;
using Personalization.Storage.Sqlite.Backup;

namespace Personalization.Hosting.Maintenance;

/// <summary>Backs up and restores the embedded store.</summary>
public static class EngineBackup
{
    /// <summary>Backs up the embedded store into an empty folder. The engine may run and write meanwhile.</summary>
    /// <param name="options">The settings of the engine.</param>
    /// <param name="folder">The folder of the backup.</param>
    /// <param name="time">The clock.</param>
    /// <param name="report">Receives lines for a person.</param>
    /// <param name="cancellationToken">Cancels the operation; the folder is then not a backup.</param>
    /// <returns>A summary for a person.</returns>
    /// <remarks>
    /// Models are copied before and after the database: a version that the database names was stored before the
    /// database was copied, and an old version can be deleted at any time.
    /// </remarks>
    /// <exception cref="MaintenanceException">There is nothing to back up, or the folder is not empty.</exception>
    /// <exception cref="IOException">A file could not be read or written, or the store is damaged.</exception>
    public static async Task<string> CreateAsync(
        EngineOptions options,
        string folder,
        TimeProvider time,
        Action<string> report,
        CancellationToken cancellationToken)
    {
        RequireEmbedded(options);
        string database = FolderChecks.RequireDatabase(options);
        FolderChecks.RequireEmpty(folder);
        string copy = DataFolder.DatabaseOf(folder);
        DateTimeOffset begun = time.GetUtcNow();
        FileModelStore from = new(DataFolder.ModelsOf(options.DataPath));
        FileModelStore to = new(DataFolder.ModelsOf(folder));
        await ModelCopy.RunAsync(from, to, report, cancellationToken);
        SqliteBackup.Copy(database, copy);
        await ModelCopy.RunAsync(from, to, report, cancellationToken);
        StoreContent content = SqliteBackup.Verify(copy);
        cancellationToken.ThrowIfCancellationRequested();
        new BackupManifest
        {
            Format = BackupManifest.CurrentFormat,
            CreatedAt = begun,
            DatabaseSha256 = BackupManifest.HashOf(copy),
            Content = content,
            Models = await to.ListAsync(cancellationToken),
        }.Write(folder);
        return $"Backup in {folder}: {Describe(content)}.";
    }

    /// <summary>Restores a backup into the empty data folder of the settings.</summary>
    /// <param name="options">The settings of the engine.</param>
    /// <param name="folder">The folder of the backup.</param>
    /// <param name="report">Receives lines for a person.</param>
    /// <param name="cancellationToken">Cancels the operation; the data folder then has no database.</param>
    /// <returns>A summary for a person.</returns>
    /// <exception cref="MaintenanceException">The backup is incomplete or damaged, or the data folder is not
    /// empty.</exception>
    /// <exception cref="IOException">A file could not be read or written.</exception>
    public static async Task<string> RestoreAsync(
        EngineOptions options, string folder, Action<string> report, CancellationToken cancellationToken)
    {
        RequireEmbedded(options);
        BackupManifest manifest = BackupManifest.Read(folder);
        string copy = DataFolder.DatabaseOf(folder);
        if (!File.Exists(copy) || BackupManifest.HashOf(copy) != manifest.DatabaseSha256)
        {
            throw new MaintenanceException($"The backup '{folder}' is damaged: {DataFolder.Database} does not match "
                + $"{BackupManifest.Name}.");
        }

        FolderChecks.RequireEmpty(options.DataPath);
        FileModelStore from = new(DataFolder.ModelsOf(folder));
        FileModelStore to = new(DataFolder.ModelsOf(options.DataPath));
        await ModelCopy.RunAsync(from, to, report, cancellationToken);
        string database = DataFolder.DatabaseOf(options.DataPath);
        string unfinished = database + ".restoring";
        SqliteBackup.Copy(copy, unfinished);
        StoreContent content = SqliteBackup.Verify(unfinished);
        cancellationToken.ThrowIfCancellationRequested();
        File.Move(unfinished, database);
        return $"Restored into {Path.GetFullPath(options.DataPath)}: {Describe(content)}.";
    }

    private static string Describe(StoreContent content) =>
        $"{content.Entries} log entries, {content.Items} items, {content.GrainStates} grain states";

    private static void RequireEmbedded(EngineOptions options)
    {
        if (options.Profile != StorageProfile.Embedded)
        {
            throw new MaintenanceException(
                $"{EngineOptions.Section}:Profile is '{options.Profile}': this command is for the embedded store. The "
                + "guide Operations describes the backup of PostgreSQL and Azure.");
        }
    }
}
