using System.Text.Json;
using Personalization.Benchmarks.Reports;

namespace Personalization.Benchmarks.Drill;

/// <summary>Stores the figures of finished worlds, so that a drill can run in several parts.</summary>
/// <param name="folder">The folder of the figures; null to store none.</param>
/// <param name="most">The number of worlds to run now.</param>
internal sealed class SavedWorlds(string? folder, int most)
{
    private int _left = most;

    /// <summary>
    /// Gets the stored figures of a world, or runs the world now; null if no more worlds may run now.
    /// </summary>
    public async Task<WorldFigures?> RunAsync(DrillWorld world, Func<Task<WorldFigures>> run)
    {
        string? file = folder is null ? null : Path.Combine(folder, $"{world.Name.Replace(' ', '-')}.json");
        if (File.Exists(file))
        {
            return JsonSerializer.Deserialize<WorldFigures>(await File.ReadAllTextAsync(file), ReportWriter.Json);
        }

        if (_left-- <= 0)
        {
            return null;
        }

        WorldFigures figures = await run();
        if (file is not null)
        {
            _ = Directory.CreateDirectory(folder!);
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(figures, ReportWriter.Json));
        }

        return figures;
    }
}
