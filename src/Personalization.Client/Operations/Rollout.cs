using System.Text.Json;

namespace Personalization.Client.Operations;

/// <summary>The rollout of a model version in stages.</summary>
public sealed record Rollout
{
    /// <summary>The model version.</summary>
    public string Version { get; init; } = string.Empty;

    /// <summary>The live version at the start of the rollout.</summary>
    public string? Base { get; init; }

    /// <summary>
    /// <c>gate</c>, <c>shadow</c>, <c>canary</c>, <c>live</c>, <c>rolledBack</c>, <c>refused</c> or <c>stopped</c>.
    /// </summary>
    public string Stage { get; init; } = string.Empty;

    /// <summary>The start of the rollout.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>The start of the present stage or canary step.</summary>
    public DateTimeOffset StageSince { get; init; }

    /// <summary>The share of users who get the version now, 0 to 1.</summary>
    public double Share { get; init; }

    /// <summary>Whether the rollout still runs.</summary>
    public bool IsActive { get; init; }

    /// <summary>The report of the gate, as the API writes it; null before it.</summary>
    public JsonElement? Gate { get; init; }

    /// <summary>The report of the shadow stage, as the API writes it; null before it.</summary>
    public JsonElement? Shadow { get; init; }

    /// <summary>The report of the canary; null before it.</summary>
    public CanaryReport? Canary { get; init; }

    /// <summary>All decisions, oldest first.</summary>
    public IReadOnlyList<RolloutEntry> Audit { get; init => field = value ?? []; } = [];
}

/// <summary>The results of a canary.</summary>
public sealed record CanaryReport
{
    /// <summary>The number of measured users with the live version's lists.</summary>
    public long LiveUsers { get; init; }

    /// <summary>The number of users with the new version's lists.</summary>
    public long Users { get; init; }

    /// <summary>The new version's conversion divided by the live version's, minus 1; null while unknown.</summary>
    public double? Lift { get; init; }

    /// <summary>The lower end of the lift's interval; null while unknown.</summary>
    public double? LiftLow { get; init; }

    /// <summary>The upper end of the lift's interval; null while unknown.</summary>
    public double? LiftHigh { get; init; }

    /// <summary>The state of all guardrails.</summary>
    public IReadOnlyList<Guardrail> Guardrails { get; init => field = value ?? []; } = [];
}

/// <summary>A measure that a new version must not make worse.</summary>
/// <param name="Name">The name, for example <c>conversion</c> or <c>p99</c>.</param>
/// <param name="Live">The value with the live version; null while unknown.</param>
/// <param name="Value">The value with the new version; null while unknown.</param>
/// <param name="Verdict"><c>open</c>, <c>holds</c> or <c>breached</c>.</param>
/// <param name="Why">The figures and the tolerance, in one sentence.</param>
public sealed record Guardrail(string Name, double? Live, double? Value, string Verdict, string Why);

/// <summary>A decision of a rollout.</summary>
/// <param name="At">When it was made.</param>
/// <param name="Who">The name of the API key, or <c>engine</c>.</param>
/// <param name="What">The decision, for example <c>canary 0.05</c> or <c>rolled back</c>.</param>
/// <param name="Why">The reason, in one sentence.</param>
public sealed record RolloutEntry(DateTimeOffset At, string Who, string What, string Why);
