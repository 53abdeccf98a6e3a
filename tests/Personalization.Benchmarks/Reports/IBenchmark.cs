using System.CommandLine;

namespace Personalization.Benchmarks.Reports;

/// <summary>A benchmark: a command with its own options, and a run that returns a report.</summary>
internal interface IBenchmark
{
    /// <summary>Creates the command with its own options. The options of every report are added to it.</summary>
    Command CreateCommand();

    /// <summary>Measures.</summary>
    /// <param name="arguments">The parsed command line.</param>
    /// <param name="output">Receives progress messages.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    /// <exception cref="CannotRunException">Something the benchmark needs is missing.</exception>
    /// <exception cref="InvalidDataException">The data cannot be read.</exception>
    Task<Report> RunAsync(ParseResult arguments, TextWriter output, CancellationToken cancellationToken);
}
