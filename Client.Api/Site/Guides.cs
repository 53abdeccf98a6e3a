using System.Collections.Frozen;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Personalization.Client.Api.Site;

/// <summary>The guides beside the program as web pages. They are read at the first request.</summary>
internal sealed class Guides
{
    /// <summary>The guide that <c>/docs</c> shows.</summary>
    public const string First = "quick-start";

    private const string OtherGroup = "More";

    /// <summary>The groups of the navigation. A guide that no group names is in the last one.</summary>
    private static readonly (string Group, string[] Names)[] Groups =
    [
        ("Start", ["quick-start", "web-quick-start", "csharp", "hosting", "console"]),
        ("Send data", ["events", "import", "export", "feeds", "items"]),
        ("Show lists", ["recommendations", "pages", "filters", "streams", "rules", "placements"]),
        ("Improve", ["experiments", "exploration", "rollouts", "retraining"]),
        ("Run", ["operations", "configuration", "keys", "webhooks", "privacy", "data-quality"]),
    ];

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Docs");

    private readonly Lazy<FrozenDictionary<string, SiteFile>> _pages;
    private readonly Lazy<SiteFile> _index;
    private readonly Lazy<SiteFile> _missing;

    /// <summary>Finds the guides.</summary>
    /// <param name="files">The files of the site, among them the frame of a guide.</param>
    public Guides(SiteFiles files)
    {
        Lazy<Guide[]> guides = new(() => [.. Read()]);
        string frame = files.TextOf("guide.html");
        _pages = new(() => guides.Value.ToFrozenDictionary(
            guide => guide.Name, guide => Page(frame, guides.Value, guide), StringComparer.Ordinal));
        _index = new(() => new SiteFile("search.json", JsonSerializer.SerializeToUtf8Bytes(
            [.. guides.Value.SelectMany(guide => guide.Sections)], SiteJson.Default.IReadOnlyListGuideSection)));
        _missing = new(() => Page(frame, guides.Value, Guide.Read(
            string.Empty, "# No such guide\n\nThe navigation lists every guide.")));
    }

    /// <summary>The sections of all guides as JSON.</summary>
    public SiteFile SearchIndex => _index.Value;

    /// <summary>The page for an unknown name.</summary>
    public SiteFile NotFound => _missing.Value;

    /// <summary>The names of all guides.</summary>
    public IEnumerable<string> Names => _pages.Value.Keys;

    /// <summary>Finds a guide's page; null when there is no guide of this name.</summary>
    public SiteFile? Find(string name) => _pages.Value.GetValueOrDefault(name);

    /// <summary>Finds a picture of the guides; null when there is none of this name.</summary>
    public static SiteFile? FindImage(string name)
    {
        string folder = Path.Combine(Folder, "images");
        string? file = Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder).FirstOrDefault(path => Path.GetFileName(path) == name)
            : null;
        return file is null ? null : new SiteFile(name, File.ReadAllBytes(file));
    }

    private static IEnumerable<Guide> Read() => Directory.Exists(Folder)
        ? Directory.EnumerateFiles(Folder, "*.md").Order(StringComparer.Ordinal).Select(
            path => Guide.Read(Path.GetFileNameWithoutExtension(path), File.ReadAllText(path)))
        : [];

    private static SiteFile Page(string frame, Guide[] guides, Guide guide) => new("guide.html", Encoding.UTF8.GetBytes(
        frame.Replace("{{title}}", WebUtility.HtmlEncode(guide.Title), StringComparison.Ordinal)
            .Replace("{{navigation}}", Navigation(guides, guide.Name), StringComparison.Ordinal)
            .Replace("{{contents}}", Contents(guide), StringComparison.Ordinal)
            .Replace("{{content}}", guide.Html, StringComparison.Ordinal)));

    private static string Navigation(Guide[] guides, string current)
    {
        string[] grouped = [.. Groups.SelectMany(group => group.Names)];
        string[] others = [.. guides.Select(guide => guide.Name).Except(grouped)];
        StringBuilder html = new();
        foreach ((string group, string[] names) in Groups.Append((OtherGroup, others)))
        {
            Guide[] members = [.. names.SelectMany(name => guides.Where(guide => guide.Name == name))];
            if (members.Length > 0)
            {
                _ = html.Append($"<h2>{group}</h2><ul>");
                foreach (Guide guide in members)
                {
                    string mark = guide.Name == current ? " aria-current=\"page\"" : string.Empty;
                    _ = html.Append($"<li><a href=\"/docs/{guide.Name}\"{mark}>")
                        .Append(WebUtility.HtmlEncode(guide.Title)).Append("</a></li>");
                }

                _ = html.Append("</ul>");
            }
        }

        return html.ToString();
    }

    private static string Contents(Guide guide) => string.Concat(guide.Headings.Select(
        heading => $"<li><a href=\"#{heading.Anchor}\">{WebUtility.HtmlEncode(heading.Text)}</a></li>"));
}
