using System.Globalization;

namespace Personalization.Benchmarks.Cluster;

/// <summary>
/// Limits processes that run to a share of one core each, in control groups (version 1, with short periods, so that the
/// limit does not show as long pauses). Needs root.
/// </summary>
internal static class ProcessorCap
{
    private const string Root = "/sys/fs/cgroup/cpu";
    private const string Prefix = "personalization-";
    private const int PeriodUs = 10_000;
    private const int Shares = 32_768;

    /// <summary>Why processes cannot be limited here; null when they can.</summary>
    public static string? Missing() =>
        Directory.Exists(Root) ? null : $"{Root} is not there: the limits need control groups of version 1";

    /// <summary>Limits a process with all its threads.</summary>
    /// <param name="processId">The process.</param>
    /// <param name="cores">Above 0, for example 0.25.</param>
    public static void Limit(int processId, double cores)
    {
        string group = Directory.CreateDirectory($"{Root}/{Prefix}{processId}").FullName;
        Write(group, "cpu.cfs_period_us", PeriodUs);
        Write(group, "cpu.cfs_quota_us", (int)(PeriodUs * cores));
        Write(group, "cpu.shares", Shares); // what it may use it also gets, however busy the machine is
        Write(group, "cgroup.procs", processId);
    }

    /// <summary>Lets a process that was limited use what it can again.</summary>
    public static void Lift(int processId)
    {
        string group = $"{Root}/{Prefix}{processId}";
        if (Directory.Exists(group))
        {
            Write(group, "cpu.cfs_quota_us", -1);
        }
    }

    /// <summary>Takes away the groups of processes that have ended.</summary>
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
