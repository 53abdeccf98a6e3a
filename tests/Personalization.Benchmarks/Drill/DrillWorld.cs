using System.Collections.Immutable;
using Personalization.Benchmarks.Drill.Host;

namespace Personalization.Benchmarks.Drill;

/// <summary>A world of the drill.</summary>
/// <param name="Name">The name in the report.</param>
/// <param name="HasFaults">Whether the faults are injected.</param>
/// <param name="HasBadModel">Whether an operator deploys a bad model.</param>
internal sealed record DrillWorld(string Name, bool HasFaults, bool HasBadModel = false)
{
    /// <summary>Gets the settings of every process, in addition to those that all worlds share.</summary>
    public ImmutableDictionary<string, string> Settings { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Gets the defenses that are removed from the processes; empty for the shipped programs.</summary>
    public ImmutableArray<string> Without { get; init; } = [];

    /// <summary>Gets world (a): no faults.</summary>
    public static DrillWorld Healthy { get; } = new("healthy", HasFaults: false);

    /// <summary>
    /// Gets world (b): the faults, and a naive engine. It detects dead silos with the defaults of Orleans.
    /// </summary>
    public static DrillWorld Naive { get; } = new("naive", HasFaults: true)
    {
        Without = [.. Defenses.All],
        Settings = ImmutableDictionary<string, string>.Empty
            .Add("Personalization__DataQuality__Enabled", "false")
            .Add("Personalization__Cluster__CallTimeoutSeconds", "30")
            .Add("Personalization__Cluster__ProbeSeconds", "5")
            .Add("Personalization__Cluster__MissedProbes", "3")
            .Add("Personalization__Cluster__AliveSeconds", "30"),
    };

    /// <summary>Gets world (c): the faults, and the shipped engine.</summary>
    public static DrillWorld Shipped { get; } = new("shipped", HasFaults: true);

    /// <summary>Gets world (d): no faults, but an operator deploys a model that was trained on wrong data.</summary>
    public static DrillWorld BadModel { get; } = new("bad model", HasFaults: false, HasBadModel: true)
    {
        // The data quality checks would detect the wrong data; this world tests the model only.
        Settings = ImmutableDictionary<string, string>.Empty.Add(
            "Personalization__DataQuality__Enabled", "false").Add("Personalization__Rollout__Mode", "Direct"),
    };

    /// <summary>Creates a world with the faults and the shipped engine without one defense.</summary>
    /// <param name="defense">One of <see cref="Defenses.All"/>.</param>
    public static DrillWorld But(string defense) => new($"shipped, {defense}", HasFaults: true) { Without = [defense] };
}
