using System.Collections.Immutable;

namespace Personalization.Abstractions.Experiments;

/// <summary>An arm a user is in, and what the user's history needs to know to measure it. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.EnteredArm")]
public sealed record EnteredArm
{
    /// <summary>The experiment's name.</summary>
    [Id(0)]
    public required string Experiment { get; init; }

    /// <summary>The experiment's number, which stands for it in recommendation ids.</summary>
    [Id(1)]
    public required int Number { get; init; }

    /// <summary>The arm's name.</summary>
    [Id(2)]
    public required string Arm { get; init; }

    /// <summary>When the user entered, UTC: the first list shaped by the arm was served right after.</summary>
    [Id(3)]
    public required DateTimeOffset Since { get; init; }

    /// <summary>The types of event that any of the experiment's metrics counts.</summary>
    [Id(4)]
    public ImmutableArray<string> EventTypes { get; init; } = [];

    /// <summary>What each metric would have counted before the user entered; a metric that is not here counted nothing.</summary>
    [Id(5)]
    public ImmutableDictionary<string, double> Past { get; init; } = ImmutableDictionary<string, double>.Empty;
}
