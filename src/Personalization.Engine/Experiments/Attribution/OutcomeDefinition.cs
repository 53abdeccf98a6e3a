using System.Collections.Immutable;

namespace Personalization.Engine.Experiments.Attribution;

/// <summary>Which events are outcomes of an exposure, and what they count for.</summary>
public sealed record OutcomeDefinition
{
    /// <summary>The types of event that count.</summary>
    public ImmutableArray<string> EventTypes { get; init; } = [];

    /// <summary>What they count for.</summary>
    public OutcomeMeasure Measure { get; init; } = OutcomeMeasure.Any;

    /// <summary>How long after the exposure an event may happen and still join it.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromDays(7);

    /// <summary>What an event without a value counts.</summary>
    public double DefaultReward { get; init; } = 1;

    /// <summary>Whether only events that name the exposure's list join it; otherwise any in the window do.</summary>
    public bool OnlyNamed { get; init; }

    /// <summary>Whether only events on items of the list join it; otherwise events on any item do.</summary>
    public bool OnlyListed { get; init; }

    /// <summary>Whether a list counts as an exposure only once its showing was confirmed by any event that names it (an <c>impression</c>).</summary>
    public bool NeedsActivation { get; init; }

    /// <inheritdoc/>
    public bool Equals(OutcomeDefinition? other) =>
        other is not null && EventTypes.SequenceEqual(other.EventTypes) && Measure == other.Measure && Window == other.Window
        && DefaultReward == other.DefaultReward && OnlyNamed == other.OnlyNamed && OnlyListed == other.OnlyListed && NeedsActivation == other.NeedsActivation;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(EventTypes.Length, Measure, Window, DefaultReward, OnlyNamed, OnlyListed, NeedsActivation);
}
