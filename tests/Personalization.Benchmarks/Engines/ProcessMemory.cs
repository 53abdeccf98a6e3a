using System.Globalization;

namespace Personalization.Benchmarks.Engines;

/// <summary>The memory of a Linux process.</summary>
/// <param name="Resident">The current resident bytes.</param>
/// <param name="Peak">The highest resident bytes since the start of the process or since
/// <see cref="ResetPeak"/>.</param>
internal readonly record struct ProcessMemory(long Resident, long Peak)
{
    /// <summary>Reads the memory of a process.</summary>
    public static ProcessMemory Of(int processId)
    {
        string[] lines = File.ReadAllLines($"/proc/{processId}/status");
        return new ProcessMemory(Kilobytes(lines, "VmRSS:"), Kilobytes(lines, "VmHWM:"));
    }

    /// <summary>Resets the peak of a process to its current value.</summary>
    public static void ResetPeak(int processId) => File.WriteAllText($"/proc/{processId}/clear_refs", "5");

    private static long Kilobytes(string[] lines, string name)
    {
        string line = lines.First(l => l.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(
            line.AsSpan(name.Length, line.Length - name.Length - 2).Trim(), CultureInfo.InvariantCulture) * 1024;
    }
}
