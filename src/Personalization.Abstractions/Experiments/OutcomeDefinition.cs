using System.Collections.Immutable;

namespace Personalization.Abstractions.Experiments;

/// <summary>The events that count as outcomes of an exposure, and their value. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.OutcomeDefinition")]
public sealed record OutcomeDefinition
{
    /// <summary>The event types that count.</summary>
    [Id(0)]
    public ImmutableArray<string> EventTypes { get; init; } = [];

    /// <summary>The measure of the events.</summary>
    [Id(1)]
    public OutcomeMeasure Measure { get; init; } = OutcomeMeasure.Any;

    /// <summary>The time after the exposure in which an event joins it; above 0, at most 90 days.</summary>
    [Id(2)]
    public TimeSpan Window { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The value of an event that has none.</summary>
    [Id(3)]
    public double DefaultReward { get; init; } = 1;

    /// <summary>
    /// Gets whether only events that name the exposure's list join it. Otherwise all events in the window do.
    /// </summary>
    [Id(4)]
    public bool OnlyNamed { get; init; }

    /// <summary>Gets whether only events on items of the list join it. Otherwise events on any item do.</summary>
    [Id(5)]
    public bool OnlyListed { get; init; }

    /// <summary>
    /// Gets whether a list counts as an exposure only after an event that names it (an <c>impression</c>) confirms that
    /// it was shown.
    /// </summary>
    [Id(6)]
    public bool NeedsActivation { get; init; }

    /// <inheritdoc/>
    public bool Equals(OutcomeDefinition? other) =>
        other is not null
        && EventTypes.SequenceEqual(other.EventTypes)
        && Measure == other.Measure
        && Window == other.Window
        && DefaultReward == other.DefaultReward && OnlyNamed == other.OnlyNamed && OnlyListed == other.OnlyListed
        && NeedsActivation == other.NeedsActivation;

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(EventTypes.Length, Measure, Window, DefaultReward, OnlyNamed, OnlyListed, NeedsActivation);
}

/// <summary>The measure of the events that join an exposure.</summary>
[GenerateSerializer, Alias("Personalization.OutcomeMeasure")]
public enum OutcomeMeasure
{
    /// <summary>1 if there is any event, otherwise 0.</summary>
    Any = 0,

    /// <summary>The number of events.</summary>
    Count = 1,

    /// <summary>The sum of the events' values; an event without a value counts the default reward.</summary>
    Sum = 2,

    /// <summary>The value of the first event; an event without a value counts the default reward.</summary>
    First = 3,
}
