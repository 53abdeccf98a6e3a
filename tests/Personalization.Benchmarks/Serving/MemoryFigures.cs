namespace Personalization.Benchmarks.Serving;

/// <summary>Memory of active users, each activated by one read in a new engine process.</summary>
/// <param name="Name">Which users.</param>
/// <param name="Users">How many.</param>
/// <param name="HeapBytesPerUser">Live managed bytes, after a full collection before and after.</param>
/// <param name="ResidentBytesPerUser">Physical memory, likewise.</param>
/// <param name="ResidentBytes">Physical memory of the whole engine afterwards.</param>
/// <param name="ActivationsPerSecond">Reads a second while activating.</param>
/// <param name="Errors">Reads answered with another status than 200.</param>
internal sealed record MemoryFigures(
    string Name,
    int Users,
    double HeapBytesPerUser,
    double ResidentBytesPerUser,
    long ResidentBytes,
    double ActivationsPerSecond,
    long Errors);
