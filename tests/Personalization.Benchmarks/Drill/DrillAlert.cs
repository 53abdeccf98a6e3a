namespace Personalization.Benchmarks.Drill;

/// <summary>An alert that fired.</summary>
/// <param name="Name">Which.</param>
/// <param name="At">When first, seconds since the opening.</param>
/// <param name="Why">What it saw.</param>
internal sealed record DrillAlert(string Name, double At, string Why);
