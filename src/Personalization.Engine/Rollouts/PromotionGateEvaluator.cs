using System.Globalization;
using Personalization.Abstractions.Models;
using Personalization.Abstractions.Rollouts;

namespace Personalization.Engine.Rollouts;

/// <summary>Judges a version against the live one before anybody meets it.</summary>
public static class PromotionGateEvaluator
{
    /// <summary>Said while the hold-out has too few slots with a propensity.</summary>
    public const string NoPropensities = "not available: the hold-out has too few slots that were drawn with a logged propensity";

    /// <summary>An estimate that is worth fewer draws of the version's own says nothing.</summary>
    private const double LeastEffective = 30;

    /// <summary>Makes the report.</summary>
    /// <param name="version">The version.</param>
    /// <param name="live">The live one.</param>
    /// <param name="latency">How long both rank.</param>
    /// <param name="minCases">With fewer held-out cases the comparison decides nothing.</param>
    /// <param name="options">What is tolerated.</param>
    /// <param name="now">When, for the record.</param>
    public static GateReport Judge(ModelVersion version, string live, LatencyReport latency, int minCases, RolloutOptions options, DateTimeOffset now)
    {
        LiveComparison? offline = version.Report.AgainstLive is { } comparison && comparison.Live == live ? comparison : null;
        List<string> problems = [];
        if (!version.Report.Passed)
        {
            problems.Add(version.Report.Verdict);
        }

        if (offline is not null && offline.Cases >= minCases && offline.New.Ndcg < (1 - options.HoldOutMargin) * offline.Before.Ndcg)
        {
            problems.Add($"Worse than the live version: {Note(offline, live, minCases)}");
        }

        if (IsSlow(latency.P95, latency.LiveP95, options))
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"Too slow: 95 % of rankings take up to {latency.P95:0.00} ms, the live version's {latency.LiveP95:0.00} ms."));
        }

        return new() { At = now, Offline = offline, OfflineNote = Note(offline, live, minCases), Latency = latency, OffPolicy = OffPolicyNote(version.Report.OffPolicy), Problems = [.. problems] };
    }

    /// <summary>For a person to read: what it estimates is the drawn slots alone, so it refuses nothing.</summary>
    private static string OffPolicyNote(OffPolicySummary? estimate) => estimate is null ? NoPropensities : string.Create(
        CultureInfo.InvariantCulture,
        $"{estimate.Value * 100:0.00} % of the drawn slots would be rewarded with the version's own items ({estimate.Low * 100:0.00} to {estimate.High * 100:0.00}, doubly robust), {estimate.Logged * 100:0.00} % were as served; {estimate.Draws} draws, worth {estimate.Effective:0} of its own{(estimate.Effective < LeastEffective ? $": fewer than the {LeastEffective:0} that would mean anything" : string.Empty)}.");

    /// <summary>Whether a time is too long beside the live version's, milliseconds.</summary>
    internal static bool IsSlow(double own, double live, RolloutOptions options) => own > Math.Max(options.LatencyFloorMs, options.LatencyFactor * live);

    private static string Note(LiveComparison? offline, string live, int minCases) => offline is null
        ? $"There is no comparison with {live} on the same held-out cases: it was not live when the version was trained, or there is no case later than its training."
        : string.Create(
            CultureInfo.InvariantCulture,
            $"NDCG {offline.New.Ndcg:0.0000} against {offline.Before.Ndcg:0.0000} of {live} on {offline.Cases} held-out cases, difference {offline.NdcgGain:+0.0000;-0.0000} with a standard error of {offline.NdcgError:0.0000}{(offline.Cases < minCases ? $"; fewer than the {minCases} that would prove anything" : string.Empty)}.");
}
