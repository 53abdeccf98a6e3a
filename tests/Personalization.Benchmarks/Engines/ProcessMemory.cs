using System.Globalization;

namespace Personalization.Benchmarks.Engines;

/// <summary>The memory of a Linux process, bytes.</summary>
/// <param name="Resident">In physical memory now.</param>
/// <param name="Peak">The most there ever was, since its start or <see cref="ResetPeak"/>.</param>
internal readonly record struct ProcessMemory(long Resident, long Peak)
{
    /// <summary>Reads it.</summary>
    public static ProcessMemory Of(int processId)
    {
        string[] lines = File.ReadAllLines($"/proc/{processId}/status");
        return new ProcessMemory(Kilobytes(lines, "VmRSS:"), Kilobytes(lines, "VmHWM:"));
    }

    /// <summary>Lets the peak begin again from now.</summary>
    public static void ResetPeak(int processId) => File.WriteAllText($"/proc/{processId}/clear_refs", "5");

    private static long Kilobytes(string[] lines, string name)
    {
        string line = lines.First(l => l.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(
            line.AsSpan(name.Length, line.Length - name.Length - 2).Trim(), CultureInfo.InvariantCulture) * 1024;
    }
}
