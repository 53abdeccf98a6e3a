namespace Personalization.Engine.DataQuality;

/// <summary>The stored state of a detector. Fields are only ever added.</summary>
public sealed class CusumState
{
    /// <summary>The accumulated evidence, 0 to the limit.</summary>
    public double Strength { get; set; }

    /// <summary>The window in which it began to accumulate.</summary>
    public long Since { get; set; }

    /// <summary>True if a break was found and has not ended.</summary>
    public bool IsOpen { get; set; }

    /// <summary>The count in the windows with evidence for a break.</summary>
    public double BrokenHits { get; set; }

    /// <summary>The number of events that the count is a part of; for volume the usual count.</summary>
    public double BrokenOf { get; set; }
}
