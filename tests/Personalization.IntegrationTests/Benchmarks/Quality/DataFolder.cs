namespace Personalization.IntegrationTests.Benchmarks.Quality;

/// <summary>A folder with the data set of one test.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("personalization-quality-");

    public string Name => _folder.FullName;

    public DataFolder With(string file, params string[] lines)
    {
        File.WriteAllLines(Path.Combine(Name, file), lines);
        return this;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
