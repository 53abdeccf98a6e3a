namespace Personalization.Engine.DataQuality;

/// <summary>Detects a break of one counter in one direction by a cumulative sum of evidence (CUSUM).</summary>
/// <remarks>
/// The sum never falls below 0 (Page 1954; for counts Lucas 1985). With usual data it returns to 0 again and again, and
/// it reaches the limit at most once in exp(limit) windows (Lorden 1971).
/// </remarks>
internal sealed class CusumDetector
{
    private double _strength;
    private double _brokenHits;
    private double _brokenOf;

    /// <summary>The window in which the present evidence began to accumulate.</summary>
    public long Since { get; private set; }

    /// <summary>True if a break was found and has not ended.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>The count since <see cref="Since"/>.</summary>
    public double Hits { get; private set; }

    /// <summary>The number of events that <see cref="Hits"/> is a part of; for volume the usual count.</summary>
    public double Of { get; private set; }

    /// <summary>The share, or the factor of volume, in the windows with evidence for a break; null for none.</summary>
    public double? Broken => _brokenOf > 0 ? _brokenHits / _brokenOf : null;

    /// <summary>The accumulated evidence, 0 to the limit.</summary>
    public double Strength => _strength;

    /// <summary>Adds a window.</summary>
    /// <param name="evidence">
    /// The evidence for a break; negative for evidence against one. One window counts at most a third of the limit, so
    /// that no single window decides.
    /// </param>
    /// <param name="limit">The evidence that makes a break.</param>
    /// <param name="window">The number of the window.</param>
    /// <param name="hits">The count.</param>
    /// <param name="of">The number of events that <paramref name="hits"/> is a part of; for volume the usual
    /// count.</param>
    /// <returns>True when the window starts a break, false when it ends one, otherwise null.</returns>
    public bool? Add(double evidence, double limit, long window, double hits, double of)
    {
        if (_strength <= 0)
        {
            Since = window;
            Hits = 0;
            Of = 0;
            _brokenHits = 0;
            _brokenOf = 0;
        }

        (Hits, Of) = (Hits + hits, Of + of);
        if (evidence > 0)
        {
            (_brokenHits, _brokenOf) = (_brokenHits + hits, _brokenOf + of);
        }

        _strength = Math.Clamp(_strength + Math.Clamp(evidence, -limit / 3, limit / 3), 0, limit);
        bool wasOpen = IsOpen;
        IsOpen = wasOpen ? _strength > 0 : _strength >= limit;
        return IsOpen == wasOpen ? null : IsOpen;
    }

    /// <summary>Gets the state to store.</summary>
    public CusumState Save() =>
        new() { Strength = _strength, Since = Since, IsOpen = IsOpen, BrokenHits = _brokenHits, BrokenOf = _brokenOf };

    /// <summary>Restores a stored state.</summary>
    public static CusumDetector Restore(CusumState state) => new()
    {
        _strength = state.Strength,
        Since = state.Since,
        IsOpen = state.IsOpen,
        _brokenHits = state.BrokenHits,
        _brokenOf = state.BrokenOf,
    };
}
