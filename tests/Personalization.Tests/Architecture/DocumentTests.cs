using System.Text.Json;
using System.Text.RegularExpressions;
using Personalization.Testing;

namespace Personalization.Tests.Architecture;

public sealed partial class DocumentTests
{
    private const int MostReadmeLines = 120;
    private const int LongestReadmeLine = 200;

    [Fact]
    public void Every_relative_link_of_a_document_leads_to_a_file_a_folder_or_a_heading()
    {
        IReadOnlyList<string> documents = Repository.DocumentFiles();
        Assert.True(documents.Count > 50, $"Only {documents.Count} documents were found.");

        string[] broken =
        [
            .. documents.SelectMany(document => LinksOf(document).Where(link => IsBroken(document, link))
                .Select(link => $"{Repository.Name(document)}: {link}")),
        ];

        Assert.True(broken.Length == 0, string.Join('\n', broken));
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_found()
    {
        string readme = Path.Combine(Repository.Root, "README.md");
        Assert.True(IsBroken(readme, "no-such-file.md"));
        Assert.True(IsBroken(readme, "README.md#no-such-heading"));
        Assert.True(IsBroken(readme, "#no-such-heading"));
        Assert.False(IsBroken(readme, "README.md#personalization"));
        Assert.False(IsBroken(readme, "https://example.net"));
    }

    [Fact]
    public void The_readme_is_short()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Repository.Root, "README.md"));
        Assert.InRange(lines.Length, 1, MostReadmeLines);
        Assert.DoesNotContain(lines, line => line.Length > LongestReadmeLine);
    }

    [Fact]
    public void The_readme_links_every_guide()
    {
        string[] links = [.. LinksOf(Path.Combine(Repository.Root, "README.md"))];
        string folder = Path.Combine(Repository.Root, "Client.Api/Docs");
        string[] guides = [.. Directory.EnumerateFiles(folder, "*.md").Select(Repository.Name)];
        Assert.NotEmpty(guides);
        Assert.Empty(guides.Except(links));
    }

    [Fact]
    public void Every_project_of_a_solution_filter_exists()
    {
        string[] filters = Directory.GetFiles(Path.Combine(Repository.Root, "tests"), "*.slnf");
        Assert.NotEmpty(filters);
        foreach (string filter in filters)
        {
            JsonElement solution = JsonDocument.Parse(File.ReadAllText(filter)).RootElement.GetProperty("solution");
            string path = Native(solution.GetProperty("path").GetString()!);
            string name = Repository.Name(filter);
            Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(filter)!, path)), $"{name}: {path}");
            foreach (JsonElement element in solution.GetProperty("projects").EnumerateArray())
            {
                string project = Native(element.GetString()!);
                Assert.True(File.Exists(Path.Combine(Repository.Root, project)), $"{name}: {project}");
            }
        }
    }

    private static string Native(string path) => path.Replace('\\', '/');

    private static IEnumerable<string> LinksOf(string document) =>
        LinkPattern().Matches(CodePattern().Replace(File.ReadAllText(document), string.Empty))
            .Select(link => link.Groups["target"].Value);

    private static bool IsBroken(string document, string link)
    {
        if (link.Contains("://", StringComparison.Ordinal) || link.StartsWith("mailto:", StringComparison.Ordinal))
        {
            return false;
        }

        string[] parts = link.Split('#', 2);
        string target = parts[0].Length == 0
            ? document
            : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(document)!, Uri.UnescapeDataString(parts[0])));
        if (!File.Exists(target) && !Directory.Exists(target))
        {
            return true;
        }

        return parts.Length == 2
            && target.EndsWith(".md", StringComparison.Ordinal)
            && !AnchorsOf(target).Contains(parts[1]);
    }

    /// <summary>The anchors that GitHub makes of a document's headings.</summary>
    private static IEnumerable<string> AnchorsOf(string document) =>
        HeadingPattern().Matches(CodeBlockPattern().Replace(File.ReadAllText(document), string.Empty))
            .Select(heading => heading.Groups["text"].Value.ToLowerInvariant())
            .Select(text => NotInAnchors().Replace(text, string.Empty).Replace(' ', '-'));

    [GeneratedRegex(@"\[[^\]]*\]\((?<target>[^)\s]+)(?:\s+""[^""]*"")?\)")]
    private static partial Regex LinkPattern();

    [GeneratedRegex(@"^ *```.*?^ *```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlockPattern();

    [GeneratedRegex(@"^ *```.*?^ *```|`[^`\n]+`", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodePattern();

    [GeneratedRegex(@"^#{1,6} +(?<text>.+?)\s*$", RegexOptions.Multiline)]
    private static partial Regex HeadingPattern();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NotInAnchors();
}
