using System.Text.Json;

namespace Personalization.Benchmarks.Reports;

/// <summary>Writes what a benchmark found where it was asked to.</summary>
internal static class ReportFiles
{
    /// <summary>JSON for people and programs.</summary>
    public static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes the files asked for.</summary>
    public static async Task WriteAsync(string? jsonPath, string? markdownPath, string json, string markdown)
    {
        if (jsonPath is not null)
        {
            await File.WriteAllTextAsync(jsonPath, json + "\n");
        }

        if (markdownPath is not null)
        {
            await File.WriteAllTextAsync(markdownPath, markdown.TrimEnd() + "\n");
        }
    }
}
