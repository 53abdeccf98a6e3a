using System.Collections.Immutable;

namespace Personalization.Testing;

/// <summary>Start options of an engine.</summary>
/// <param name="DataPath">The data folder.</param>
public sealed record EngineLaunch(string DataPath)
{
    /// <summary>
    /// Gets the additional environment variables. A setting is written as <c>Personalization__Name</c>.
    /// </summary>
    public ImmutableDictionary<string, string> Environment { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>
    /// Gets the environment variables that the program does not get, for example settings that another build refuses.
    /// </summary>
    public ImmutableArray<string> Omitted { get; init; } = [];

    /// <summary>Gets the IP address that the engine listens on.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>
    /// Gets the command that starts the program, for example one that enters a network namespace; empty for none.
    /// </summary>
    public ImmutableArray<string> Through { get; init; } = [];

    /// <summary>Gets the longest time in which a starting engine makes no progress.</summary>
    public TimeSpan ReadyWithin { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Gets a copy with one more environment variable.</summary>
    public EngineLaunch With(string name, string value) => this with { Environment = Environment.SetItem(name, value) };
}
