using System.Collections.Immutable;
using System.Globalization;
using Personalization.Abstractions.Models;

namespace Personalization.Engine.Evaluation;

/// <summary>
/// Decides whether a version may go live by itself: only when its NDCG on the judging half of the hold-out is at least most
/// popular's. With too few cases for that to mean anything it passes unless what little there is speaks against it, and
/// the verdict says that it is unproven. A version of no events is refused: it would empty every list.
/// </summary>
internal static class PromotionGate
{
    /// <summary>The name of the version itself in <see cref="OfflineReport.Metrics"/>.</summary>
    public const string Engine = "engine";

    /// <summary>The name of the linear blend alone in <see cref="OfflineReport.Metrics"/>: the version itself when it has no learnt ranker.</summary>
    public const string Blend = "blend";

    /// <summary>The name of the baseline in <see cref="OfflineReport.Metrics"/>.</summary>
    public const string Popular = "popular";

    /// <summary>Makes the report.</summary>
    public static OfflineReport Judge(IReadOnlyDictionary<string, OfflineMetrics> metrics, int cases, int minCases, int listLength, long events)
    {
        double engine = metrics[Engine].Ndcg;
        double popular = metrics[Popular].Ndcg;
        bool passed = events > 0 && engine >= popular;
        string figures = string.Create(CultureInfo.InvariantCulture, $"NDCG@{listLength} {engine:0.0000} against {popular:0.0000} of most popular on {cases} held-out cases");
        string verdict = events == 0 ? "Refused: there are no events to learn from."
            : !passed ? $"Refused: {figures}."
            : cases < minCases ? $"Passed unproven: {figures}, fewer than the {minCases} that would prove anything."
            : $"Passed: {figures}.";
        return new()
        {
            Cases = cases,
            ListLength = listLength,
            Metrics = metrics.ToImmutableDictionary(StringComparer.Ordinal),
            Passed = passed,
            Verdict = verdict,
        };
    }
}
