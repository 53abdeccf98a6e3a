using System.IO.Compression;
using System.Text.Json;
using Personalization.Testing;

namespace Personalization.BrowserTests;

/// <summary>The files of the browser client.</summary>
public sealed class ClientFileTests
{
    private const int MostBytes = 10 * 1024;

    private static readonly string Folder = Path.Combine(Repository.Root, "src", "Personalization.Browser");

    [Fact]
    public void The_script_has_at_most_10_KB_after_gzip()
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(File.ReadAllBytes(Path.Combine(Folder, "personalization.js")));
        }

        Assert.InRange(packed.Length, 1, MostBytes);
    }

    [Fact]
    public void The_script_imports_nothing()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Folder, "personalization.js"));
        Assert.DoesNotContain(lines, line => line.StartsWith("import ", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("innerHTML", StringComparison.Ordinal));
    }

    [Fact]
    public void The_package_names_files_that_exist()
    {
        using JsonDocument package = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "package.json")));
        string[] files =
            [.. package.RootElement.GetProperty("files").EnumerateArray().Select(file => file.GetString()!)];
        Assert.Contains("personalization.js", files);
        Assert.Contains("personalization.d.ts", files);
        Assert.All(files, file => Assert.True(File.Exists(Path.Combine(Folder, file)), file));
    }
}
