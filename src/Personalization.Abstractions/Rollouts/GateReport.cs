using System.Collections.Immutable;
using Personalization.Abstractions.Models;

namespace Personalization.Abstractions.Rollouts;

/// <summary>The checks of a version before any user gets its lists. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.GateReport")]
public sealed record GateReport
{
    /// <summary>The time of the report, UTC.</summary>
    [Id(0)]
    public required DateTimeOffset At { get; init; }

    /// <summary>The comparison with the live version on the same held-out cases; null without a comparison.</summary>
    [Id(1)]
    public LiveComparison? Offline { get; init; }

    /// <summary>The result of the comparison in words, or the reason why there is none.</summary>
    [Id(2)]
    public required string OfflineNote { get; init; }

    /// <summary>The time both versions take to rank the same lists.</summary>
    [Id(3)]
    public required LatencyReport Latency { get; init; }

    /// <summary>The off-policy estimate in words, or <c>not available</c> and the reason.</summary>
    [Id(4)]
    public required string OffPolicy { get; init; }

    /// <summary>The reasons why the version is refused; empty when it passed.</summary>
    [Id(5)]
    public required ImmutableArray<string> Problems { get; init; }
}

/// <summary>The time two versions take to rank the same lists, milliseconds. Immutable.</summary>
/// <param name="Rankings">The number of lists that each version ranked.</param>
/// <param name="LiveMedian">The live version's median, milliseconds.</param>
/// <param name="Median">The new version's median, milliseconds.</param>
/// <param name="LiveP95">The live version's 95th percentile, milliseconds.</param>
/// <param name="P95">The new version's 95th percentile, milliseconds.</param>
[GenerateSerializer, Immutable, Alias("Personalization.LatencyReport")]
public sealed record LatencyReport(
    [property: Id(0)] int Rankings,
    [property: Id(1)] double LiveMedian,
    [property: Id(2)] double Median,
    [property: Id(3)] double LiveP95,
    [property: Id(4)] double P95);

/// <summary>
/// The difference between a new version's lists and the live version's for the same requests. Users did not see them.
/// Immutable.
/// </summary>
[GenerateSerializer, Immutable, Alias("Personalization.ShadowReport")]
public sealed record ShadowReport
{
    /// <summary>The number of lists that both versions ranked.</summary>
    [Id(0)]
    public required long Lists { get; init; }

    /// <summary>The number of lists that were not compared because silos lacked capacity.</summary>
    [Id(1)]
    public required long Dropped { get; init; }

    /// <summary>The number of lists the new version failed to rank.</summary>
    [Id(2)]
    public required long Failed { get; init; }

    /// <summary>The mean share of the first ten items that both lists contain, 0 to 1.</summary>
    [Id(3)]
    public required double Overlap { get; init; }

    /// <summary>
    /// The mean rank-biased overlap, 0 (disjoint) to 1 (equal), p = 0.9 (Webber, Moffat and Zobel, ACM TOIS 2010).
    /// </summary>
    [Id(4)]
    public required double RankBiasedOverlap { get; init; }

    /// <summary>The share of the live version's lists that are empty, 0 to 1.</summary>
    [Id(5)]
    public required double LiveEmpty { get; init; }

    /// <summary>The share of the new version's lists that are empty, 0 to 1.</summary>
    [Id(6)]
    public required double Empty { get; init; }

    /// <summary>The number of distinct items on the live version's lists, accurate to about 2 %.</summary>
    [Id(7)]
    public required double LiveItems { get; init; }

    /// <summary>The number of distinct items on the new version's lists, accurate to about 2 %.</summary>
    [Id(8)]
    public required double Items { get; init; }

    /// <summary>The 99th percentile of the live version's ranking time, milliseconds; null without any.</summary>
    [Id(9)]
    public double? LiveP99 { get; init; }

    /// <summary>The 99th percentile of the new version's ranking time, milliseconds; null without any.</summary>
    [Id(10)]
    public double? P99 { get; init; }

    /// <summary>The reasons why the version is refused; empty when there are none.</summary>
    [Id(11)]
    public required ImmutableArray<string> Problems { get; init; }
}

/// <summary>The results of a canary. Immutable.</summary>
/// <remarks>The results are valid at every interim analysis.</remarks>
[GenerateSerializer, Immutable, Alias("Personalization.CanaryReport")]
public sealed record CanaryReport
{
    /// <summary>The time of the report, UTC.</summary>
    [Id(0)]
    public required DateTimeOffset At { get; init; }

    /// <summary>The number of measured users with the live version's lists.</summary>
    [Id(1)]
    public required long LiveUsers { get; init; }

    /// <summary>The number of users with the new version's lists.</summary>
    [Id(2)]
    public required long Users { get; init; }

    /// <summary>The new version's conversion divided by the live version's, minus 1; null while unknown.</summary>
    [Id(3)]
    public double? Lift { get; init; }

    /// <summary>The lower end of the lift's interval at the experiment's error level; null while unknown.</summary>
    [Id(4)]
    public double? LiftLow { get; init; }

    /// <summary>The upper end of the lift's interval; null while unknown.</summary>
    [Id(5)]
    public double? LiftHigh { get; init; }

    /// <summary>The state of all guardrails.</summary>
    [Id(6)]
    public required ImmutableArray<Guardrail> Guardrails { get; init; }

    /// <summary>Gets the breached guardrails. Each justifies a rollback.</summary>
    public IEnumerable<Guardrail> Breaches() =>
        Guardrails.Where(guardrail => guardrail.Verdict == GuardrailVerdict.Breached);
}

/// <summary>A measure that a new version must not make worse, at an interim analysis. Immutable.</summary>
/// <param name="Name">
/// The name: <c>conversion</c>, <c>split</c>, <c>errors</c>, <c>fallbackLevel</c>, <c>p99</c>, <c>diversity</c> or
/// <c>coverage</c>.
/// </param>
/// <param name="Live">The value with the live version; null while unknown.</param>
/// <param name="Value">The value with the new version; null while unknown.</param>
/// <param name="Verdict">The conclusion.</param>
/// <param name="Why">The figures and the tolerance, in one sentence.</param>
[GenerateSerializer, Immutable, Alias("Personalization.Guardrail")]
public sealed record Guardrail(
    [property: Id(0)] string Name,
    [property: Id(1)] double? Live,
    [property: Id(2)] double? Value,
    [property: Id(3)] GuardrailVerdict Verdict,
    [property: Id(4)] string Why);

/// <summary>The conclusion of a guardrail at an interim analysis.</summary>
[GenerateSerializer, Alias("Personalization.GuardrailVerdict")]
public enum GuardrailVerdict
{
    /// <summary>Inconclusive: there are too few data.</summary>
    Open = 0,

    /// <summary>The version is not worse than tolerated, beyond chance.</summary>
    Holds = 1,

    /// <summary>The version is worse than tolerated, beyond chance.</summary>
    Breached = 2,
}
