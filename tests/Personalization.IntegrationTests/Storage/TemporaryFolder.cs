namespace Personalization.IntegrationTests.Storage;

/// <summary>A temporary folder for one test; deleted on disposal.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("personalization-").FullName;

    public string Path => _path;

    public string this[string name] => System.IO.Path.Combine(_path, name);

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
