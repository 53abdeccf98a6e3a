using System.Collections.Immutable;

namespace Personalization.Abstractions.Experiments;

/// <summary>The events that are outcomes of an exposure, and what they count for. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.OutcomeDefinition")]
public sealed record OutcomeDefinition
{
    /// <summary>The types of event that count.</summary>
    [Id(0)]
    public ImmutableArray<string> EventTypes { get; init; } = [];

    /// <summary>What they count for.</summary>
    [Id(1)]
    public OutcomeMeasure Measure { get; init; } = OutcomeMeasure.Any;

    /// <summary>How long after the exposure an event may happen and still join it; above 0, at most 90 days.</summary>
    [Id(2)]
    public TimeSpan Window { get; init; } = TimeSpan.FromDays(7);

    /// <summary>What an event without a value counts.</summary>
    [Id(3)]
    public double DefaultReward { get; init; } = 1;

    /// <summary>Whether only events that name the exposure's list join it; otherwise any in the window do.</summary>
    [Id(4)]
    public bool OnlyNamed { get; init; }

    /// <summary>Whether only events on items of the list join it; otherwise events on any item do.</summary>
    [Id(5)]
    public bool OnlyListed { get; init; }

    /// <summary>
    /// Whether a list counts as an exposure only once an event that names it (an <c>impression</c>) confirms it was
    /// shown.
    /// </summary>
    [Id(6)]
    public bool NeedsActivation { get; init; }

    /// <inheritdoc/>
    public bool Equals(OutcomeDefinition? other) =>
        other is not null && EventTypes.SequenceEqual(other.EventTypes) && Measure == other.Measure && Window == other.Window
        && DefaultReward == other.DefaultReward && OnlyNamed == other.OnlyNamed && OnlyListed == other.OnlyListed
        && NeedsActivation == other.NeedsActivation;

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(EventTypes.Length, Measure, Window, DefaultReward, OnlyNamed, OnlyListed, NeedsActivation);
}
