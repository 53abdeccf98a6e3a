namespace Personalization.Engine.DataQuality;

/// <summary>
/// Gathers evidence for one break of one counter in one direction: a cumulative sum that starts anew at 0 (Page 1954; for counts Lucas 1985).
/// Under usual data it comes back to 0 again and again, and climbs to the limit at most once in exp(limit) windows (Lorden 1971).
/// </summary>
internal sealed class CusumDetector
{
    private double _strength;
    private double _brokenHits;
    private double _brokenOf;

    /// <summary>The window in which the present evidence began to gather.</summary>
    public long Since { get; private set; }

    /// <summary>Whether a break was found and is not over.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>What was counted since then.</summary>
    public double Hits { get; private set; }

    /// <summary>What it is a share of; the usual count for volume.</summary>
    public double Of { get; private set; }

    /// <summary>The share (or the factor of volume) in those windows that spoke for the break; null when none did.</summary>
    public double? Broken => _brokenOf > 0 ? _brokenHits / _brokenOf : null;

    /// <summary>The evidence gathered, 0 to the limit.</summary>
    public double Strength => _strength;

    /// <summary>Adds a window.</summary>
    /// <param name="evidence">For the break; negative against it. One window counts at most a third of the limit, so that no single one decides.</param>
    /// <param name="limit">Where a break is found.</param>
    /// <param name="window">The window's number.</param>
    /// <param name="hits">What was counted.</param>
    /// <param name="of">What it is a share of, or the usual count.</param>
    /// <returns>Whether this window opened the break (true), ended it (false), or neither (null).</returns>
    public bool? Add(double evidence, double limit, long window, double hits, double of)
    {
        if (_strength <= 0)
        {
            (Since, Hits, Of, _brokenHits, _brokenOf) = (window, 0, 0, 0, 0);
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

    /// <summary>To be stored.</summary>
    public CusumState Save() => new() { Strength = _strength, Since = Since, IsOpen = IsOpen, BrokenHits = _brokenHits, BrokenOf = _brokenOf };

    /// <summary>As it was stored.</summary>
    public static CusumDetector Restore(CusumState state) => new()
    {
        _strength = state.Strength,
        Since = state.Since,
        IsOpen = state.IsOpen,
        _brokenHits = state.BrokenHits,
        _brokenOf = state.BrokenOf,
    };
}
