namespace Personalization.Client.Operations;

/// <summary>The definition of an experiment.</summary>
public sealed record ExperimentDefinition
{
    /// <summary>The name. It cannot be used again.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>The layer; experiments of one layer have no users in common. Null for a separate layer.</summary>
    public string? Layer { get; init; }

    /// <summary>The users and placements; null for all.</summary>
    public ExperimentAudience? Audience { get; init; }

    /// <summary>The arms, the control first.</summary>
    public IReadOnlyList<ExperimentArm> Arms { get; init => field = value ?? []; } = [];

    /// <summary>The metrics and their roles.</summary>
    public IReadOnlyList<ExperimentMetric> Metrics { get; init => field = value ?? []; } = [];

    /// <summary>The probability of a false conclusion on the primary metrics, 0.0001 to 0.5; null for 0.05.</summary>
    public double? Alpha { get; init; }

    /// <summary>The expected number of users at the decision; null for 20,000.</summary>
    public long? PlannedUnits { get; init; }

    /// <summary>The least number of users of an arm before a conclusion; null for 100.</summary>
    public long? MinUnits { get; init; }
}

/// <summary>The users and placements that an experiment applies to.</summary>
public sealed record ExperimentAudience
{
    /// <summary>The placements; null for all.</summary>
    public IReadOnlyList<string>? Placements { get; init; }

    /// <summary>The conditions on the user's attributes, all of them; null for none.</summary>
    public IReadOnlyList<AudienceCondition>? Attributes { get; init; }
}

/// <summary>One condition on a user's attributes.</summary>
/// <param name="Attribute">The attribute, for example <c>country</c>.</param>
/// <param name="Values">The values that fulfill the condition.</param>
/// <param name="Negated">Whether the condition excludes the values.</param>
public sealed record AudienceCondition(string Attribute, IReadOnlyList<string> Values, bool Negated = false);

/// <summary>One arm.</summary>
/// <param name="Name">The arm's name.</param>
/// <param name="Weight">The arm's part of the users, relative to the other arms.</param>
/// <param name="Patch">The parameters that the arm changes; null for none.</param>
public sealed record ExperimentArm(string Name, double Weight, ArmPatch? Patch = null);

/// <summary>The parameters that an arm changes. Null leaves a parameter as it is.</summary>
public sealed record ArmPatch
{
    /// <summary>The model version that ranks.</summary>
    public string? ModelVersion { get; init; }

    /// <summary>The candidate sources that are used instead of all.</summary>
    public IReadOnlyList<string>? Sources { get; init; }

    /// <summary>The changes of the placement's policy.</summary>
    public ArmPolicy? Policy { get; init; }
}

/// <summary>The changes of a placement's policy. Null leaves a value as it is.</summary>
public sealed record ArmPolicy
{
    /// <summary><c>allow</c>, <c>excludePurchased</c> or <c>exclude</c>.</summary>
    public string? SeenItems { get; init; }

    /// <summary>The weight of category diversity against score, 0 to 1.</summary>
    public double? Diversity { get; init; }

    /// <summary>The additional score of items in categories the user likes, 0 to 10.</summary>
    public double? StatedPreferenceBoost { get; init; }

    /// <summary>Whether items that are not in the catalog may be recommended.</summary>
    public bool? UnknownItems { get; init; }
}

/// <summary>One metric.</summary>
public sealed record ExperimentMetric
{
    /// <summary>The metric's name, unique in the experiment.</summary>
    public required string Name { get; init; }

    /// <summary><c>mean</c>, <c>proportion</c>, <c>ratio</c> or <c>quantile</c>; null for <c>mean</c>.</summary>
    public string? Kind { get; init; }

    /// <summary><c>primary</c>, <c>secondary</c> or <c>guardrail</c>; null for <c>primary</c>.</summary>
    public string? Role { get; init; }

    /// <summary>False for latency and errors; null for true.</summary>
    public bool? HigherIsBetter { get; init; }

    /// <summary>For a guardrail: the share of the control's value by which an arm may be worse.</summary>
    public double? Margin { get; init; }

    /// <summary>The most that one user's outcome counts; null for 1,000,000.</summary>
    public double? Cap { get; init; }

    /// <summary>The events that are the outcomes; null for a metric that the server measures.</summary>
    public ExperimentOutcome? Outcome { get; init; }
}

/// <summary>The events that count as outcomes.</summary>
public sealed record ExperimentOutcome
{
    /// <summary>The event types that count.</summary>
    public IReadOnlyList<string> EventTypes { get; init => field = value ?? []; } = [];

    /// <summary><c>any</c>, <c>count</c>, <c>sum</c> or <c>first</c>; null for <c>any</c>.</summary>
    public string? Measure { get; init; }

    /// <summary>How long after the exposure an event counts; null for 7 days.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>Whether only events that name the list count; null for false.</summary>
    public bool? OnlyNamed { get; init; }

    /// <summary>Whether only events on items of the list count; null for false.</summary>
    public bool? OnlyListed { get; init; }

    /// <summary>Whether an impression must confirm that the list was shown; null for false.</summary>
    public bool? NeedsActivation { get; init; }
}
