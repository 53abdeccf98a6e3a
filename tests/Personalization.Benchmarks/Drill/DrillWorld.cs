using System.Collections.Immutable;
using Personalization.Benchmarks.Drill.Host;

namespace Personalization.Benchmarks.Drill;

/// <summary>A world of the drill.</summary>
/// <param name="Name">What it is called in the report.</param>
/// <param name="HasFaults">Whether the faults of the story come over it.</param>
/// <param name="HasBadModel">Whether somebody deploys a bad model by hand.</param>
internal sealed record DrillWorld(string Name, bool HasFaults, bool HasBadModel = false)
{
    /// <summary>Settings of every process, beside those all worlds share.</summary>
    public ImmutableDictionary<string, string> Settings { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The defences its processes lack; empty for the programs that are shipped.</summary>
    public ImmutableArray<string> Without { get; init; } = [];

    /// <summary>(a): all is well.</summary>
    public static DrillWorld Healthy { get; } = new("healthy", HasFaults: false);

    /// <summary>
    /// (b): the faults, and an engine as the story had it. Silence is noticed as Orleans does by default.
    /// </summary>
    public static DrillWorld Naive { get; } = new("naive", HasFaults: true)
    {
        Without = [.. Defences.All],
        Settings = ImmutableDictionary<string, string>.Empty
            .Add("Personalization__DataQuality__Enabled", "false")
            .Add("Personalization__Cluster__CallTimeoutSeconds", "30")
            .Add("Personalization__Cluster__ProbeSeconds", "5")
            .Add("Personalization__Cluster__MissedProbes", "3")
            .Add("Personalization__Cluster__AliveSeconds", "30"),
    };

    /// <summary>(c): the faults, and the engine as it ships.</summary>
    public static DrillWorld Shipped { get; } = new("shipped", HasFaults: true);

    /// <summary>(d): no faults, but a model trained on nonsense goes live by a person's word.</summary>
    public static DrillWorld BadModel { get; } = new("bad model", HasFaults: false, HasBadModel: true)
    {
        // What the nonsense does to the behaviour data is seen there, and is not the point here.
        Settings = ImmutableDictionary<string, string>.Empty.Add(
            "Personalization__DataQuality__Enabled", "false").Add("Personalization__Rollout__Mode", "Direct"),
    };

    /// <summary>The engine as it ships but for one defence.</summary>
    /// <param name="defence">One of <see cref="Defences.All"/>.</param>
    public static DrillWorld But(string defence) => new($"shipped, {defence}", HasFaults: true) { Without = [defence] };
}
