using System.Globalization;
using System.Runtime.InteropServices;

namespace Personalization.Benchmarks.Reports;

/// <summary>Describes the machine that runs the benchmark.</summary>
internal static class Machine
{
    /// <summary>Gets the processor, cores, memory, operating system and runtime as one line.</summary>
    public static string Describe()
    {
        string cpu = File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            ?.Split(':')[1].Trim() ?? "unknown processor";
        return string.Create(CultureInfo.InvariantCulture,
            $"{cpu}, {Environment.ProcessorCount} cores shared by server and load generator, "
                + $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:0} GB, {RuntimeInformation.OSDescription}, "
                + $"{RuntimeInformation.FrameworkDescription}");
    }
}
