namespace Personalization.Benchmarks.Serving;

/// <summary>The memory of active users, each activated by one read in a new engine process.</summary>
/// <param name="Name">The kind of users.</param>
/// <param name="Users">The number of users.</param>
/// <param name="HeapBytesPerUser">Live managed bytes per user, measured after a full collection before and
/// after.</param>
/// <param name="ResidentBytesPerUser">Resident bytes per user, measured before and after.</param>
/// <param name="ResidentBytes">Resident bytes of the whole engine after the activations.</param>
/// <param name="ActivationsPerSecond">Activations per second.</param>
/// <param name="Errors">Reads answered with a status other than 200.</param>
internal sealed record MemoryFigures(
    string Name,
    int Users,
    double HeapBytesPerUser,
    double ResidentBytesPerUser,
    long ResidentBytes,
    double ActivationsPerSecond,
    long Errors);
