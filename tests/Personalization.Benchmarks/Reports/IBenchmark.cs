using System.CommandLine;

namespace Personalization.Benchmarks.Reports;

/// <summary>A benchmark: a command with its own options, and a run that returns a report.</summary>
internal interface IBenchmark
{
    /// <summary>Creates the command with its options. The caller adds the options that all reports share.</summary>
    Command CreateCommand();

    /// <summary>Runs the benchmark.</summary>
    /// <param name="arguments">The parsed command line.</param>
    /// <param name="output">Receives progress messages.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    /// <exception cref="CannotRunException">A prerequisite of the benchmark is missing.</exception>
    /// <exception cref="InvalidDataException">The data cannot be read.</exception>
    Task<Report> RunAsync(ParseResult arguments, TextWriter output, CancellationToken cancellationToken);
}
