namespace Personalization.Storage.Files;

/// <summary>Settings of the folder that holds model versions.</summary>
public sealed class FileModelStoreOptions
{
    /// <summary>The folder; made when missing. Required.</summary>
    public string Path { get; set; } = string.Empty;
}
