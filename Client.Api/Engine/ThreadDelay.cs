namespace Personalization.Client.Api.Engine;

/// <summary>How long work of this process waits for a thread and a core.</summary>
/// <remarks>
/// On a machine whose cores are all busy, timers fire late and responses wait before they are written. The API
/// subtracts this delay from the deadlines of lists, so that responses still arrive in time. The delay rises at once
/// and falls over some measurements.
/// </remarks>
internal sealed class ThreadDelay
{
    private const double Kept = 0.8;

    private long _ticks;

    /// <summary>The current delay.</summary>
    public TimeSpan Current => TimeSpan.FromTicks(Volatile.Read(ref _ticks));

    /// <summary>Adds a measurement.</summary>
    public void Report(TimeSpan measured) =>
        Volatile.Write(ref _ticks, Math.Max(measured.Ticks, (long)(Volatile.Read(ref _ticks) * Kept)));

    /// <summary>Shows a wait that has not ended yet.</summary>
    public void Waiting(TimeSpan soFar)
    {
        if (soFar > Current)
        {
            Volatile.Write(ref _ticks, soFar.Ticks);
        }
    }
}
