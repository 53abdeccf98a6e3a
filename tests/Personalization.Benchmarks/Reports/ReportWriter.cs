using System.Text;
using System.Text.Json;
using Personalization.Testing;

namespace Personalization.Benchmarks.Reports;

/// <summary>Writes reports as Markdown pages that show only the newest run.</summary>
internal static class ReportWriter
{
    /// <summary>Indented JSON with camel-case names.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Gets the folder of the committed results pages.</summary>
    public static string Folder => Path.Combine(EngineBuild.Root, "tests", "Personalization.Benchmarks", "results");

    /// <summary>Overwrites the page of a report, and its plot if there is one.</summary>
    /// <param name="report">The report.</param>
    /// <param name="facts">The facts of its run.</param>
    /// <param name="folder">The folder of the pages.</param>
    public static async Task PublishAsync(Report report, RunFacts facts, string folder)
    {
        string? picture = null;
        if (report.Picture is not null)
        {
            picture = $"{report.Page}.svg";
            await File.WriteAllTextAsync(Path.Combine(folder, picture), report.Picture);
        }

        string path = Path.Combine(folder, $"{report.Page}.md");
        string before = File.Exists(path) ? await File.ReadAllTextAsync(path) : string.Empty;
        await File.WriteAllTextAsync(path, Page(before, report, Render(report, facts, picture)));
    }

    /// <summary>Renders a whole page of one run.</summary>
    public static string Page(Report report, RunFacts facts) => Page(string.Empty, report, Render(report, facts, null));

    /// <summary>Replaces the run's section of a page, or the whole page when the run has no section.</summary>
    /// <param name="before">The current page; empty if there is none.</param>
    /// <param name="report">The report.</param>
    /// <param name="run">The rendered run.</param>
    internal static string Page(string before, Report report, string run)
    {
        string title = $"# {report.Title}\n\n";
        if (report.Section is not { } section)
        {
            return title + run;
        }

        string[] parts = ("\n" + before).Split("\n## ");
        List<string> sections = [.. parts.Skip(1).Select(part => part.TrimEnd() + "\n")];
        string replaced = $"{section}\n\n{run}";
        int at = sections.FindIndex(part => part.Split('\n')[0] == section);
        if (at >= 0)
        {
            sections[at] = replaced;
        }
        else
        {
            sections.Add(replaced);
        }

        return title + string.Join('\n', sections.Select(part => $"## {part}"));
    }

    private static string Render(Report report, RunFacts facts, string? picture)
    {
        StringBuilder text = new();
        text.Append("- Command: `").Append(facts.Command).Append("`\n");
        text.Append("- Commit: ").Append(facts.Commit).Append('\n');
        text.Append("- Date: ").Append(facts.Date).Append('\n');
        text.Append("- Machine: ").Append(facts.Machine).Append("\n\n");
        text.Append(report.Body.Trim()).Append('\n');
        if (picture is not null)
        {
            text.Append("\n![Plot of the figures](").Append(picture).Append(")\n");
        }

        if (report.Limits.Count > 0)
        {
            text.Append("\nLimits:\n\n");
            foreach (string limit in report.Limits)
            {
                text.Append("- ").Append(limit).Append('\n');
            }
        }

        return text.ToString();
    }
}
