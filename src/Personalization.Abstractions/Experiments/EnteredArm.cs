using System.Collections.Immutable;

namespace Personalization.Abstractions.Experiments;

/// <summary>
/// An arm that a user has entered, with the data that the user's history needs to measure it. Immutable.
/// </summary>
[GenerateSerializer, Immutable, Alias("Personalization.EnteredArm")]
public sealed record EnteredArm
{
    /// <summary>The experiment's name.</summary>
    [Id(0)]
    public required string Experiment { get; init; }

    /// <summary>The experiment's number, which identifies it in recommendation ids.</summary>
    [Id(1)]
    public required int Number { get; init; }

    /// <summary>The arm's name.</summary>
    [Id(2)]
    public required string Arm { get; init; }

    /// <summary>The time the user entered, UTC. The first list shaped by the arm was served right after.</summary>
    [Id(3)]
    public required DateTimeOffset Since { get; init; }

    /// <summary>The event types that the experiment's metrics count.</summary>
    [Id(4)]
    public ImmutableArray<string> EventTypes { get; init; } = [];

    /// <summary>The value of each metric before the user entered; metrics without a value are left out.</summary>
    [Id(5)]
    public ImmutableDictionary<string, double> Past { get; init; } = ImmutableDictionary<string, double>.Empty;
}
