using System.Collections.Immutable;

namespace Personalization.Abstractions.Rollouts;

/// <summary>What the canary has shown. Valid at every look. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.CanaryReport")]
public sealed record CanaryReport
{
    /// <summary>When it was made, UTC.</summary>
    [Id(0)]
    public required DateTimeOffset At { get; init; }

    /// <summary>Users who got the live version's lists and were measured.</summary>
    [Id(1)]
    public required long LiveUsers { get; init; }

    /// <summary>Users who got the version's lists.</summary>
    [Id(2)]
    public required long Users { get; init; }

    /// <summary>The conversion of the users of the version over the others', less 1; null while it is not known.</summary>
    [Id(3)]
    public double? Lift { get; init; }

    /// <summary>Where the true lift begins, at the level of the experiment; null while it is not known.</summary>
    [Id(4)]
    public double? LiftLow { get; init; }

    /// <summary>Where the true lift ends; null while it is not known.</summary>
    [Id(5)]
    public double? LiftHigh { get; init; }

    /// <summary>Every guardrail.</summary>
    [Id(6)]
    public required ImmutableArray<Guardrail> Guardrails { get; init; }

    /// <summary>The guardrails that are breached: reason enough to roll back.</summary>
    public IEnumerable<Guardrail> Breaches() => Guardrails.Where(guardrail => guardrail.Verdict == GuardrailVerdict.Breached);
}
