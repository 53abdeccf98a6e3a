namespace Personalization.Benchmarks.Serving;

/// <summary>A raw SQLite group commit of the same rows, in the benchmark's own process.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Callers">How many wait for their append at once.</param>
/// <param name="PerSecond">Appends a second, median over the rounds.</param>
internal sealed record RawFigures(string Name, int Callers, double PerSecond);
