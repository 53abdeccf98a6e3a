namespace Personalization.Grains.Serving;

/// <summary>Whether this silo may treat the profiles of its users as current.</summary>
/// <remarks>
/// A silo that was frozen or cut off may have been declared dead. Its users can then be active in other silos with
/// later profiles before the silo notices. The lease therefore expires unless it is renewed. A single process never
/// renews it and holds it forever: there is no other silo.
/// </remarks>
public sealed class SiloLease(TimeProvider time)
{
    private long _until = long.MaxValue;

    /// <summary>Whether the lease is held now.</summary>
    public bool IsHeld =>
        Volatile.Read(ref _until) is var until && (until == long.MaxValue || time.GetTimestamp() < until);

    /// <summary>Extends the lease to <paramref name="since"/> plus <paramref name="length"/>.</summary>
    /// <param name="since">When membership was confirmed, as a timestamp of the time provider.</param>
    /// <param name="length">How long the confirmation is valid.</param>
    public void Renew(long since, TimeSpan length) =>
        Volatile.Write(ref _until, since + (long)(length.TotalSeconds * time.TimestampFrequency));

    /// <summary>Ends the lease at once.</summary>
    public void End() => Volatile.Write(ref _until, long.MinValue);
}
