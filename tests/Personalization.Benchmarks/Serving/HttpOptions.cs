namespace Personalization.Benchmarks.Serving;

/// <summary>The options of the HTTP benchmark.</summary>
/// <param name="Data">A folder in the retailrocket layout; null for the generated sample shop.</param>
/// <param name="Work">The folder of the engine's data; null for the folder for temporary files.</param>
/// <param name="Rounds">The number of rounds; each measures all targets in turn.</param>
/// <param name="Duration">The length of one measurement.</param>
/// <param name="Connections">The number of connections of the load generator.</param>
/// <param name="Users">The number of users to activate for the memory figures; 0 for none.</param>
internal sealed record HttpOptions(
    string? Data, string? Work, int Rounds, TimeSpan Duration, int Connections, int Users);
