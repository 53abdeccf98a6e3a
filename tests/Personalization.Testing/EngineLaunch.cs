using System.Collections.Immutable;

namespace Personalization.Testing;

/// <summary>How to start an engine.</summary>
/// <param name="DataPath">The folder it keeps everything in.</param>
public sealed record EngineLaunch(string DataPath)
{
    /// <summary>
    /// Environment variables on top of the ones every engine gets; settings are written <c>Personalization__Name</c>.
    /// </summary>
    public ImmutableDictionary<string, string> Environment { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The address it listens on.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>
    /// A command the program is started through, for example one that puts it into a network of its own.
    /// </summary>
    public ImmutableArray<string> Through { get; init; } = [];

    /// <summary>How long it may take until it is ready to serve.</summary>
    public TimeSpan ReadyWithin { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>The same launch with one more setting.</summary>
    public EngineLaunch With(string name, string value) => this with { Environment = Environment.SetItem(name, value) };
}
