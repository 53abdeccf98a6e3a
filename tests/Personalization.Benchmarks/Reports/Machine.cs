using System.Globalization;
using System.Runtime.InteropServices;

namespace Personalization.Benchmarks.Reports;

/// <summary>Describes the machine a figure was taken on.</summary>
internal static class Machine
{
    /// <summary>Processor, cores, system, runtime, and how busy the machine was with other work.</summary>
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
