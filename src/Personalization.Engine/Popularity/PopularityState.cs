namespace Personalization.Engine.Popularity;

/// <summary>The stored state of <see cref="PopularityCounts"/>. Fields may be added but never removed.</summary>
public sealed class PopularityState
{
    /// <summary>The half-life that the scores were counted with, days.</summary>
    public double HalfLifeDays { get; set; }

    /// <summary>The time at which a choice has its full weight, Unix milliseconds; null for no scores.</summary>
    public long? OriginMs { get; set; }

    /// <summary>The decayed scores by item.</summary>
    public Dictionary<string, double> Scores { get; set; } = [];

    /// <summary>The hashes of the users whose choices do not count, because they opted out.</summary>
    public ulong[] OptedOut { get; set; } = [];
}
