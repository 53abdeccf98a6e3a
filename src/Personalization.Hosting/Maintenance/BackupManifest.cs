using System.Security.Cryptography;
using System.Text.Json;
using Personalization.Storage.Sqlite.Backup;

namespace Personalization.Hosting.Maintenance;

/// <summary>The file <c>backup.json</c>, written last: a folder without it is not a complete backup.</summary>
internal sealed record BackupManifest
{
    /// <summary>The name of the file.</summary>
    public const string Name = "backup.json";

    /// <summary>The format that this engine writes.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The format of the folder.</summary>
    public required int Format { get; init; }

    /// <summary>The time the copy began, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The SHA-256 of the database, hexadecimal.</summary>
    public required string DatabaseSha256 { get; init; }

    /// <summary>Numbers of what the database holds.</summary>
    public required StoreContent Content { get; init; }

    /// <summary>The copied model versions.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Writes the file durably.</summary>
    public void Write(string folder)
    {
        string path = Path.Combine(folder, Name);
        using FileStream file = new(path, FileMode.CreateNew, FileAccess.Write);
        JsonSerializer.Serialize(file, this, ManifestJson.Default.BackupManifest);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Reads the file.</summary>
    /// <exception cref="MaintenanceException">The folder is not a complete backup of a known format.</exception>
    public static BackupManifest Read(string folder)
    {
        string path = Path.Combine(folder, Name);
        if (!File.Exists(path))
        {
            throw new MaintenanceException($"'{folder}' is not a complete backup: it has no {Name}.");
        }

        try
        {
            using FileStream file = File.OpenRead(path);
            BackupManifest? manifest = JsonSerializer.Deserialize(file, ManifestJson.Default.BackupManifest);
            return manifest?.Format == CurrentFormat
                ? manifest
                : throw new MaintenanceException($"'{path}' has the format {manifest?.Format}; this engine reads "
                    + $"{CurrentFormat}.");
        }
        catch (JsonException error)
        {
            throw new MaintenanceException($"'{path}' is damaged: {error.Message}", error);
        }
    }

    /// <summary>Computes the SHA-256 of a file.</summary>
    public static string HashOf(string path)
    {
        using FileStream file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
