namespace Personalization.Engine.Profiles;

/// <summary>The state of one item in a profile.</summary>
/// <param name="Weight">The decayed sum of the event weights at <paramref name="AsOfMs"/>.</param>
/// <param name="AsOfMs">The time of the latest event, Unix milliseconds.</param>
/// <param name="Marks">Flags of the user's events on the item.</param>
public readonly record struct ItemState(double Weight, long AsOfMs, ItemMarks Marks)
{
    /// <summary>
    /// Returns the state after a further event. The result does not depend on the order in which events arrive.
    /// </summary>
    /// <param name="weight">The weight of the event type.</param>
    /// <param name="timeMs">The time of the event, Unix milliseconds.</param>
    /// <param name="halfLifeMs">The half-life of a weight, milliseconds.</param>
    /// <param name="mark">The flags that the event sets.</param>
    public ItemState With(double weight, long timeMs, double halfLifeMs, ItemMarks mark)
    {
        double decay = double.Exp2(-Math.Abs(timeMs - AsOfMs) / halfLifeMs);
        return timeMs >= AsOfMs
            ? new ItemState((Weight * decay) + weight, timeMs, Marks | mark)
            : new ItemState(Weight + (weight * decay), AsOfMs, Marks | mark);
    }

    /// <summary>Returns the weight at a later time, Unix milliseconds.</summary>
    public double WeightAt(long nowMs, double halfLifeMs) =>
        Weight * double.Exp2(-Math.Max(0, nowMs - AsOfMs) / halfLifeMs);
}
