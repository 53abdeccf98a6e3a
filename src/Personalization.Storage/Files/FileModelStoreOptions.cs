namespace Personalization.Storage.Files;

/// <summary>Settings of the file-based model store.</summary>
/// <remarks>
/// The store keeps one folder for each model version. A version becomes visible when its folder is complete, so a crash
/// during a write leaves no readable part of a version.
/// </remarks>
public sealed class FileModelStoreOptions
{
    /// <summary>Folder of the model versions; created if missing. Required.</summary>
    public string Path { get; set; } = string.Empty;
}
