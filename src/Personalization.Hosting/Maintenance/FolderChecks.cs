using Personalization.Hosting.Settings;

namespace Personalization.Hosting.Maintenance;

/// <summary>Checks the folders of a command before it writes.</summary>
internal static class FolderChecks
{
    /// <summary>Creates a folder, or accepts one that is empty.</summary>
    /// <exception cref="MaintenanceException">The folder holds files.</exception>
    public static void RequireEmpty(string folder)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw new MaintenanceException($"'{folder}' is not an empty folder: choose another one, or empty it.");
        }

        _ = Directory.CreateDirectory(folder);
    }

    /// <summary>Gets the database of the embedded store.</summary>
    /// <exception cref="MaintenanceException">There is no database.</exception>
    public static string RequireDatabase(EngineOptions options)
    {
        string database = DataFolder.DatabaseOf(options.DataPath);
        return File.Exists(database)
            ? database
            : throw new MaintenanceException($"{EngineOptions.Section}:DataPath is '{options.DataPath}': there is no "
                + $"{DataFolder.Database} in it. Set the data folder of the engine.");
    }
}
