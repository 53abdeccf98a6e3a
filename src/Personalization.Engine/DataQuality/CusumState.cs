namespace Personalization.Engine.DataQuality;

/// <summary>A chart as it is stored. Fields are only ever added.</summary>
public sealed class CusumState
{
    /// <summary>The evidence gathered, 0 to the limit.</summary>
    public double Strength { get; set; }

    /// <summary>The window in which it began to gather.</summary>
    public long Since { get; set; }

    /// <summary>Whether a break was found and is not over.</summary>
    public bool IsOpen { get; set; }

    /// <summary>What was counted in the windows that spoke for the break.</summary>
    public double BrokenHits { get; set; }

    /// <summary>What that is a share of, or the usual count.</summary>
    public double BrokenOf { get; set; }
}
