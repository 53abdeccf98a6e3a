namespace Personalization.Storage.Files;

/// <summary>Settings of the file-based model store.</summary>
public sealed class FileModelStoreOptions
{
    /// <summary>Folder of the model versions; created if missing. Required.</summary>
    public string Path { get; set; } = string.Empty;
}
