using System.Collections.Immutable;

namespace Personalization.Benchmarks.Drill;

/// <summary>A world of the drill.</summary>
/// <param name="Name">What it is called in the report.</param>
/// <param name="HasFaults">Whether the faults of the story come over it.</param>
/// <param name="HasBadModel">Whether somebody deploys a bad model by hand.</param>
internal sealed record DrillWorld(string Name, bool HasFaults, bool HasBadModel = false)
{
    /// <summary>Settings of every process, beside those all worlds share.</summary>
    public ImmutableDictionary<string, string> Settings { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>(a): all is well.</summary>
    public static DrillWorld Healthy { get; } = new("healthy", HasFaults: false);

    /// <summary>(b): the faults, and an engine as the story had it. Silence is noticed as Orleans does by default.</summary>
    public static DrillWorld Naive { get; } = new("naive", HasFaults: true)
    {
        Settings = Without("NoDeadlines", "NoRetries", "NoValidation", "NoLadder")
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
        Settings = ImmutableDictionary<string, string>.Empty.Add("Personalization__DataQuality__Enabled", "false").Add("Personalization__Rollout__Mode", "Direct"),
    };

    /// <summary>The engine as it ships but for one defence.</summary>
    /// <param name="defence"><c>NoDeadlines</c>, <c>NoRetries</c>, <c>NoValidation</c> or <c>NoLadder</c>.</param>
    public static DrillWorld But(string defence) => new($"shipped, {defence}", HasFaults: true) { Settings = Without(defence) };

    private static ImmutableDictionary<string, string> Without(params string[] defences) => ImmutableDictionary.CreateRange(
        defences.Select(defence => KeyValuePair.Create($"Personalization__Drill__{defence}", "true")).Append(KeyValuePair.Create("Personalization__Drill__On", "true")));
}
