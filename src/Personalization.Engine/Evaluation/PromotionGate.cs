using System.Collections.Immutable;
using System.Globalization;
using Personalization.Abstractions.Models;

namespace Personalization.Engine.Evaluation;

/// <summary>Decides whether a version may go live without a person.</summary>
/// <remarks>
/// The NDCG on the test half of the hold-out must be at least that of the most-popular baseline. With too few cases the
/// same rule applies, and the verdict calls the version unproven. While no version is live, the first one only replaces
/// popular items: it is refused if it is significantly worse. A version without events is refused, because it would
/// empty every list.
/// </remarks>
internal static class PromotionGate
{
    /// <summary>The key of the version itself in <see cref="OfflineReport.Metrics"/>.</summary>
    public const string Engine = "engine";

    /// <summary>
    /// The key of the version without its learned ranker in <see cref="OfflineReport.Metrics"/>. Without such a ranker
    /// its metrics equal those of the version.
    /// </summary>
    public const string Blend = "blend";

    /// <summary>The key of the most-popular baseline in <see cref="OfflineReport.Metrics"/>.</summary>
    public const string Popular = "popular";

    /// <summary>Decides, and creates the report.</summary>
    /// <param name="metrics">The metrics by key.</param>
    /// <param name="cases">The number of test cases.</param>
    /// <param name="minCases">The fewest cases for a proven verdict.</param>
    /// <param name="listLength">The length of the evaluated lists.</param>
    /// <param name="events">The number of training events.</param>
    /// <param name="first">
    /// The gain of the version over the most-popular baseline, for the first version; null while another one is live.
    /// </param>
    public static OfflineReport Judge(
        IReadOnlyDictionary<string, OfflineMetrics> metrics,
        int cases,
        int minCases,
        int listLength,
        long events,
        PairedGain? first = null)
    {
        double engine = metrics[Engine].Ndcg;
        double popular = metrics[Popular].Ndcg;
        bool isBetter = engine >= popular;
        bool passed = events > 0 && (isBetter || first?.IsRealLoss(cases) == false);
        string figures = string.Create(
            CultureInfo.InvariantCulture,
            $"NDCG@{listLength} {engine:0.0000}, most popular {popular:0.0000}, on {cases} test cases")
            + (isBetter ? "" : LossOf(first));
        return new()
        {
            Cases = cases,
            ListLength = listLength,
            Metrics = metrics.ToImmutableDictionary(StringComparer.Ordinal),
            Passed = passed,
            Verdict = VerdictOf(passed, events, cases < minCases, minCases, figures),
        };
    }

    private static string LossOf(PairedGain? first) => first is { } gain
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"; a first version may differ by chance: {gain.Mean:0.0000} with standard error {gain.Error:0.0000}")
        : "";

    private static string VerdictOf(bool passed, long events, bool isUnproven, int minCases, string figures)
    {
        if (events == 0)
        {
            return "Refused: the log has no events.";
        }

        if (!passed)
        {
            return $"Refused: {figures}.";
        }

        return isUnproven
            ? $"Passed unproven: {figures}; a proof needs at least {minCases} cases."
            : $"Passed: {figures}.";
    }
}
