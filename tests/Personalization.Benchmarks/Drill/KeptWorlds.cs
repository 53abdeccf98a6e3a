using System.Text.Json;
using Personalization.Benchmarks.Reports;

namespace Personalization.Benchmarks.Drill;

/// <summary>Figures of worlds that were lived, so that a drill can be cut into pieces.</summary>
/// <param name="folder">Where they are; null to keep none.</param>
/// <param name="most">How many worlds to live now.</param>
internal sealed class KeptWorlds(string? folder, int most)
{
    private int _left = most;

    /// <summary>
    /// The figures of a world: kept ones, or of living it now; null when that is left for another time.
    /// </summary>
    public async Task<WorldFigures?> LiveAsync(DrillWorld world, Func<Task<WorldFigures>> live)
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

        WorldFigures figures = await live();
        if (file is not null)
        {
            _ = Directory.CreateDirectory(folder!);
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(figures, ReportWriter.Json));
        }

        return figures;
    }
}
