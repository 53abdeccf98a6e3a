namespace Personalization.Benchmarks.Serving;

/// <summary>The figures of a raw SQLite group commit of the same rows, in the benchmark's process.</summary>
/// <param name="Name">The name of the target.</param>
/// <param name="Callers">The number of concurrent callers.</param>
/// <param name="PerSecond">Appends per second, median over the rounds.</param>
internal sealed record RawFigures(string Name, int Callers, double PerSecond);
