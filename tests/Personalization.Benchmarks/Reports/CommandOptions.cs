using System.CommandLine;

namespace Personalization.Benchmarks.Reports;

/// <summary>Creates the command-line options that several benchmarks share.</summary>
internal static class CommandOptions
{
    /// <summary>Creates <c>--rounds</c>.</summary>
    public static Option<int> Rounds(int value) => new("--rounds")
    {
        Description = "Rounds of measurement; all targets are measured in turn and medians are reported.",
        DefaultValueFactory = _ => value,
    };

    /// <summary>Creates <c>--seconds</c>.</summary>
    public static Option<double> Seconds(double value) => new("--seconds")
    {
        Description = "The length of one measurement, seconds.",
        DefaultValueFactory = _ => value,
    };

    /// <summary>Creates <c>--seed</c>.</summary>
    public static Option<int> Seed() => new("--seed")
    {
        Description = "The seed of all random numbers.",
        DefaultValueFactory = _ => 1,
    };

    /// <summary>Creates <c>--threads</c>.</summary>
    public static Option<int> Threads() => new("--threads")
    {
        Description = "The number of threads that train and rank.",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    /// <summary>Creates <c>--silos</c>.</summary>
    public static Option<int> Silos(int value) => new("--silos")
    {
        Description = "The number of silos of the cluster.",
        DefaultValueFactory = _ => value,
    };

    /// <summary>Creates <c>--cores</c>.</summary>
    public static Option<double> Cores(double value) => new("--cores")
    {
        Description = "The share of a core that each silo may use.",
        DefaultValueFactory = _ => value,
    };

    /// <summary>Creates <c>--work</c>.</summary>
    public static Option<string?> Work() => new("--work")
    {
        Description = "The folder of the engine's data during the run; its disk is the one measured.",
    };

    /// <summary>Creates the required <c>--data</c>.</summary>
    public static Option<string> Data(string description) =>
        new("--data") { Description = description, Required = true };
}
