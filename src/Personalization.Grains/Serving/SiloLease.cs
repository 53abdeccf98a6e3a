namespace Personalization.Grains.Serving;

/// <summary>
/// Whether this silo may take what it knows of its users for the latest. A silo that was frozen or cut off may have been declared dead and its
/// users be active elsewhere with later profiles, before it hears of it; so its right runs out by itself unless it is renewed. Held
/// for ever when nobody renews it: a single process has no other to lose its users to.
/// </summary>
public sealed class SiloLease(TimeProvider time)
{
    private long _until = long.MaxValue;

    /// <summary>Whether the lease is held at this moment.</summary>
    public bool IsHeld => Volatile.Read(ref _until) is var until && (until == long.MaxValue || time.GetTimestamp() < until);

    /// <summary>Makes the lease end, unless it is renewed.</summary>
    /// <param name="since">When membership was known for certain, a timestamp of the time provider.</param>
    /// <param name="length">How long that holds.</param>
    public void Renew(long since, TimeSpan length) =>
        Volatile.Write(ref _until, since + (long)(length.TotalSeconds * time.TimestampFrequency));

    /// <summary>Ends the lease at once.</summary>
    public void End() => Volatile.Write(ref _until, long.MinValue);
}
