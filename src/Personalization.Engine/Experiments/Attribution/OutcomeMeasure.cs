namespace Personalization.Engine.Experiments.Attribution;

/// <summary>What the events that join an exposure count for.</summary>
public enum OutcomeMeasure
{
    /// <summary>1 if there is any.</summary>
    Any,

    /// <summary>How many there are.</summary>
    Count,

    /// <summary>The sum of their values; an event without a value counts the default reward.</summary>
    Sum,

    /// <summary>The value of the first; an event without a value counts the default reward.</summary>
    First,
}
