using System.Collections.Immutable;
using System.Globalization;
using Personalization.Abstractions.Models;

namespace Personalization.Engine.Evaluation;

/// <summary>Decides whether a version may go live without a person.</summary>
/// <remarks>
/// The gate refuses a version that is significantly worse than the most-popular baseline on the test half of the
/// hold-out (<see cref="PairedGain.IsRealLoss"/>). With too few cases the same rule applies, and the verdict calls the
/// version unproven. A version without events is refused, because it would empty every list. A version from much fewer
/// events than the live one is refused, because its log is probably incomplete.
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

    /// <summary>The smallest share of the live version's events that a complete log has.</summary>
    private const double CompleteShare = 0.75;

    /// <summary>Decides, and creates the report.</summary>
    /// <param name="metrics">The metrics by key.</param>
    /// <param name="cases">The number of test cases.</param>
    /// <param name="minCases">The fewest cases for a proven verdict.</param>
    /// <param name="listLength">The length of the evaluated lists.</param>
    /// <param name="events">The number of training events.</param>
    /// <param name="gain">The gain of the version over the most-popular baseline; 0 without cases.</param>
    /// <param name="liveEvents">
    /// The number of training events of the live version; 0 without one, or if the log was cut to fit into memory.
    /// </param>
    public static OfflineReport Judge(
        IReadOnlyDictionary<string, OfflineMetrics> metrics,
        int cases,
        int minCases,
        int listLength,
        long events,
        PairedGain gain,
        long liveEvents = 0)
    {
        double engine = metrics[Engine].Ndcg;
        double popular = metrics[Popular].Ndcg;
        bool isComplete = events >= CompleteShare * liveEvents;
        bool isLoss = gain.IsRealLoss(cases);
        bool passed = events > 0 && isComplete && !isLoss;
        string figures = string.Create(
            CultureInfo.InvariantCulture,
            $"NDCG@{listLength} {engine:0.0000}, most popular {popular:0.0000}, on {cases} test cases")
            + (engine >= popular ? "" : Describe(gain, isLoss));
        return new()
        {
            Cases = cases,
            ListLength = listLength,
            Metrics = metrics.ToImmutableDictionary(StringComparer.Ordinal),
            Passed = passed,
            Verdict = events == 0 ? "Refused: the log has no events."
                : !isComplete ? Incomplete(events, liveEvents)
                : !passed ? $"Refused: {figures}."
                : cases < minCases ? $"Passed unproven: {figures}; a proof needs at least {minCases} cases."
                : $"Passed: {figures}.",
        };
    }

    private static string Describe(PairedGain gain, bool isLoss) => string.Create(
        CultureInfo.InvariantCulture,
        $"; the difference {gain.Mean:0.0000} with standard error {gain.Error:0.0000} is ")
        + (isLoss ? "larger than chance explains" : "within chance");

    private static string Incomplete(long events, long liveEvents) => string.Create(
        CultureInfo.InvariantCulture,
        $"Refused: the log has {events:N0} events, the live version was trained on {liveEvents:N0}. ")
        + "If events were deleted on purpose, promote the version by hand.";
}
