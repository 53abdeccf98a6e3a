namespace Personalization.Benchmarks.Replay;

/// <summary>The options of a replay.</summary>
/// <param name="Days">The length of the evaluated end of the log, days.</param>
/// <param name="RefreshHours">The hours from one training to the next.</param>
/// <param name="Trainings">The most trainings.</param>
/// <param name="Questions">The most questions of each kind.</param>
/// <param name="Length">The length of the evaluated lists.</param>
/// <param name="Seed">The seed of the questions and of the trainings.</param>
/// <param name="Threads">The number of threads that train.</param>
/// <param name="Peers">Whether simple peers answer the same questions.</param>
internal sealed record ReplayOptions(
    double Days, int RefreshHours, int Trainings, int Questions, int Length, int Seed, int Threads, bool Peers);
