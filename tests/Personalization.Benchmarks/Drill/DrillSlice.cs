namespace Personalization.Benchmarks.Drill;

/// <summary>Some seconds of a world.</summary>
/// <param name="At">Their middle, seconds since the opening.</param>
/// <param name="ConversionsPerSecond">Expected purchases a second.</param>
/// <param name="P50Ms">The median time of a read.</param>
/// <param name="P99Ms">Of 100 reads 99 were faster.</param>
/// <param name="OwnLists">The share of reads answered fresh or cached.</param>
/// <param name="Errors">The share of reads that failed or came after the deadline.</param>
internal sealed record DrillSlice(
    double At, double ConversionsPerSecond, double P50Ms, double P99Ms, double OwnLists, double Errors);
