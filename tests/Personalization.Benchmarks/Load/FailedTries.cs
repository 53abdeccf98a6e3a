namespace Personalization.Benchmarks.Load;

/// <summary>Tries that failed, also of requests that a later try served.</summary>
/// <param name="Address">Where.</param>
/// <param name="Failure">How.</param>
/// <param name="Count">How often.</param>
internal sealed record FailedTries(string Address, string Failure, long Count);
