namespace Personalization.Benchmarks.Serving;

/// <summary>The options of the HTTP benchmark.</summary>
/// <param name="Data">A folder in the retailrocket layout; null for the generated sample shop.</param>
/// <param name="Work">Where the engine keeps its data; null for the folder for temporary files.</param>
/// <param name="Rounds">How often everything is measured in turn.</param>
/// <param name="Duration">How long one measurement lasts.</param>
/// <param name="Connections">Connections of the load generator.</param>
/// <param name="Users">How many users to activate for the memory figure; 0 for none.</param>
internal sealed record HttpOptions(
    string? Data, string? Work, int Rounds, TimeSpan Duration, int Connections, int Users);
