using System.Globalization;

namespace Personalization.Benchmarks.Cluster;

/// <summary>
/// Limits running processes to a share of one core each. It uses control groups of version 1 with short periods, so
/// that the limit does not cause long pauses. Needs root.
/// </summary>
internal static class ProcessorCap
{
    private const string Root = "/sys/fs/cgroup/cpu";
    private const string Prefix = "personalization-";
    private const int PeriodUs = 10_000;
    private const int Shares = 32_768;

    /// <summary>Gets the reason why processes cannot be limited on this machine; null if they can.</summary>
    public static string? Missing() =>
        Directory.Exists(Root) ? null : $"{Root} does not exist: limits require control groups of version 1";

    /// <summary>Limits a process with all its threads.</summary>
    /// <param name="processId">The id of the process.</param>
    /// <param name="cores">The number of cores, above 0, for example 0.25.</param>
    public static void Limit(int processId, double cores)
    {
        string group = Directory.CreateDirectory($"{Root}/{Prefix}{processId}").FullName;
        Write(group, "cpu.cfs_period_us", PeriodUs);
        Write(group, "cpu.cfs_quota_us", (int)(PeriodUs * cores));
        Write(group, "cpu.shares", Shares); // the process gets its share even on a busy machine
        Write(group, "cgroup.procs", processId);
    }

    /// <summary>Removes the limit of a process.</summary>
    public static void Lift(int processId)
    {
        string group = $"{Root}/{Prefix}{processId}";
        if (Directory.Exists(group))
        {
            Write(group, "cpu.cfs_quota_us", -1);
        }
    }

    /// <summary>Deletes the control groups of terminated processes.</summary>
    public static void CleanUp()
    {
        foreach (string group in Directory.GetDirectories(Root, Prefix + "*"))
        {
            Directory.Delete(group);
        }
    }

    private static void Write(string group, string file, int value) =>
        File.WriteAllText(Path.Combine(group, file), value.ToString(CultureInfo.InvariantCulture));
}
