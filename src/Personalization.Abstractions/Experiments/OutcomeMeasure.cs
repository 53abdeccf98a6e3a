namespace Personalization.Abstractions.Experiments;

/// <summary>What the events that join an exposure count for.</summary>
[GenerateSerializer, Alias("Personalization.OutcomeMeasure")]
public enum OutcomeMeasure
{
    /// <summary>1 if there is any.</summary>
    Any = 0,

    /// <summary>Their number.</summary>
    Count = 1,

    /// <summary>The sum of their values; an event without a value counts the default reward.</summary>
    Sum = 2,

    /// <summary>The value of the first; an event without a value counts the default reward.</summary>
    First = 3,
}
