using System.Globalization;
using Personalization.Abstractions.Models;
using Personalization.Abstractions.Rollouts;
using Personalization.Engine.Evaluation;

namespace Personalization.Engine.Rollouts;

/// <summary>Compares a version with the live one before any user gets it.</summary>
public static class PromotionGateEvaluator
{
    /// <summary>The note when the hold-out has too few slots with a propensity.</summary>
    public const string NoPropensities =
        "not available: the hold-out has too few slots that were drawn with a logged propensity";

    /// <summary>The smallest effective sample size of a meaningful estimate.</summary>
    private const double LeastEffective = 30;

    /// <summary>Creates the report.</summary>
    /// <param name="version">The version.</param>
    /// <param name="live">The name of the live version.</param>
    /// <param name="latency">The ranking times of both versions.</param>
    /// <param name="minCases">The fewest test cases for a decision by the comparison.</param>
    /// <param name="options">The limits.</param>
    /// <param name="now">The time of the report.</param>
    public static GateReport Judge(
        ModelVersion version,
        string live,
        LatencyReport latency,
        int minCases,
        RolloutOptions options,
        DateTimeOffset now)
    {
        LiveComparison? offline = ComparisonWith(version, live);
        List<string> problems = [];
        if (!version.Report.Passed)
        {
            problems.Add(version.Report.Verdict);
        }

        if (LossOf(version, live, minCases, options) is { } loss)
        {
            problems.Add(loss);
        }

        if (IsSlow(latency.P95, latency.LiveP95, options))
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"Too slow: the 95th percentile of ranking time "
                + $"is {latency.P95:0.00} ms, {latency.LiveP95:0.00} ms with the live version."));
        }

        return new()
        {
            At = now,
            Offline = offline,
            OfflineNote = Note(offline, live, minCases),
            Latency = latency,
            OffPolicy = OffPolicyNote(version.Report.OffPolicy),
            Problems = [.. problems]
        };
    }

    /// <summary>
    /// Describes the loss of a version that is worse than the live one by more than the margin and chance explain; null
    /// for any other version.
    /// </summary>
    /// <param name="version">The version.</param>
    /// <param name="live">The name of the live version.</param>
    /// <param name="minCases">The fewest test cases for a decision by the comparison.</param>
    /// <param name="options">The limits.</param>
    /// <remarks>
    /// A version that equals the live one in truth is refused in at most 1 of 100 trainings. If the live version was
    /// trained on newer events than the evaluated one, a loss does not count.
    /// </remarks>
    public static string? LossOf(ModelVersion version, string live, int minCases, RolloutOptions options) =>
        ComparisonWith(version, live) is { LiveIsNewer: false } offline
            && offline.Cases >= minCases
            && new PairedGain(offline.NdcgGain, offline.NdcgError)
                .IsRealLoss(offline.Cases, options.HoldOutMargin * offline.Before.Ndcg)
            ? $"Worse than the live version: {Note(offline, live, minCases)}"
            : null;

    private static LiveComparison? ComparisonWith(ModelVersion version, string live) =>
        version.Report.AgainstLive is { } comparison && comparison.Live == live ? comparison : null;

    /// <summary>
    /// Describes the off-policy estimate. It covers the explored slots only, so it never refuses a version.
    /// </summary>
    private static string OffPolicyNote(OffPolicySummary? estimate)
    {
        if (estimate is null)
        {
            return NoPropensities;
        }

        string note = string.Create(
            CultureInfo.InvariantCulture,
            $"estimated reward rate {estimate.Value * 100:0.00} % with the version's items "
                + $"({estimate.Low * 100:0.00} to {estimate.High * 100:0.00}, doubly robust), "
                + $"{estimate.Logged * 100:0.00} % as served; {estimate.Draws} draws, "
                + $"effective sample size {estimate.Effective:0}");
        return estimate.Effective < LeastEffective
            ? string.Create(CultureInfo.InvariantCulture, $"{note}, fewer than the {LeastEffective:0} needed.")
            : $"{note}.";
    }

    /// <summary>Gets whether a time is too long compared with the live version's, both in milliseconds.</summary>
    internal static bool IsSlow(double own, double live, RolloutOptions options) =>
        own > Math.Max(options.LatencyFloorMs, options.LatencyFactor * live);

    private static string Note(LiveComparison? offline, string live, int minCases)
    {
        if (offline is null)
        {
            return $"No comparison with {live} on the same test cases: it was not live when the version was trained, "
                + "or no test case is later than its training data.";
        }

        string note = string.Create(
            CultureInfo.InvariantCulture,
            $"NDCG {offline.New.Ndcg:0.0000} against {offline.Before.Ndcg:0.0000} of {live} "
                + $"on {offline.Cases} test cases, difference {offline.NdcgGain:+0.0000;-0.0000} "
                + $"with a standard error of {offline.NdcgError:0.0000}");
        return offline.LiveIsNewer ? $"{note}; {live} knows newer events, so a loss does not count."
            : offline.Cases < minCases ? $"{note}; a proof needs at least {minCases} cases."
            : $"{note}.";
    }
}
