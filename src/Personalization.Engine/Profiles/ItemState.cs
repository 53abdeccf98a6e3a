namespace Personalization.Engine.Profiles;

/// <summary>What a profile holds about one item.</summary>
/// <param name="Weight">The decayed sum of event weights as of <paramref name="AsOfMs"/>.</param>
/// <param name="AsOfMs">The time of the latest event, Unix milliseconds.</param>
/// <param name="Marks">What has happened to the item so far.</param>
public readonly record struct ItemState(double Weight, long AsOfMs, ItemMarks Marks)
{
    /// <summary>The state after one more event, whatever the order events arrive in.</summary>
    /// <param name="weight">The event type's weight.</param>
    /// <param name="timeMs">When the event occurred, Unix milliseconds.</param>
    /// <param name="halfLifeMs">After how many milliseconds a weight is worth half.</param>
    /// <param name="mark">What the event does to the item.</param>
    public ItemState With(double weight, long timeMs, double halfLifeMs, ItemMarks mark)
    {
        double decay = double.Exp2(-Math.Abs(timeMs - AsOfMs) / halfLifeMs);
        return timeMs >= AsOfMs
            ? new ItemState((Weight * decay) + weight, timeMs, Marks | mark)
            : new ItemState(Weight + (weight * decay), AsOfMs, Marks | mark);
    }

    /// <summary>The weight at a later time.</summary>
    public double WeightAt(long nowMs, double halfLifeMs) => Weight * double.Exp2(-Math.Max(0, nowMs - AsOfMs) / halfLifeMs);
}
