using System.CommandLine;

namespace Personalization.Benchmarks.Reports;

/// <summary>Options that several benchmarks have.</summary>
internal static class CommandOptions
{
    /// <summary><c>--rounds</c>.</summary>
    public static Option<int> Rounds(int value) => new("--rounds")
    {
        Description = "Rounds of measurement; all targets are measured in turn and medians are reported.",
        DefaultValueFactory = _ => value,
    };

    /// <summary><c>--seconds</c>.</summary>
    public static Option<double> Seconds(double value) => new("--seconds")
    {
        Description = "The length of one measurement, seconds.",
        DefaultValueFactory = _ => value,
    };

    /// <summary><c>--seed</c>.</summary>
    public static Option<int> Seed() => new("--seed")
    {
        Description = "The seed of all random numbers.",
        DefaultValueFactory = _ => 1,
    };

    /// <summary><c>--threads</c>.</summary>
    public static Option<int> Threads() => new("--threads")
    {
        Description = "Threads that train and rank.",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    /// <summary><c>--silos</c>.</summary>
    public static Option<int> Silos(int value) => new("--silos")
    {
        Description = "Silos of the cluster.",
        DefaultValueFactory = _ => value,
    };

    /// <summary><c>--cores</c>.</summary>
    public static Option<double> Cores(double value) => new("--cores")
    {
        Description = "The share of a core that each silo may use.",
        DefaultValueFactory = _ => value,
    };

    /// <summary><c>--work</c>.</summary>
    public static Option<string?> Work() => new("--work")
    {
        Description = "The folder of the engine's data during the run: it chooses the disk to measure.",
    };

    /// <summary><c>--data</c>, required.</summary>
    public static Option<string> Data(string description) =>
        new("--data") { Description = description, Required = true };
}
