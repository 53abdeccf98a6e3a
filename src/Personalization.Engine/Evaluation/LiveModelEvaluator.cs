using Personalization.Abstractions.Models;
using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Evaluation;

/// <summary>Compares a new version with the live one on the same cases.</summary>
/// <remarks>
/// The new version is trained on the events before the hold-out. Cases from the training data of the live version are
/// left out, because the live version has already seen their targets. The live version may know events of the hold-out
/// that the new version does not (<see cref="LiveComparison.LiveIsNewer"/>).
/// </remarks>
internal static class LiveModelEvaluator
{
    /// <summary>Compares the versions; null when no case is later than the training data of the live one.</summary>
    /// <param name="live">The live model.</param>
    /// <param name="version">The new version, trained on the events before the hold-out.</param>
    /// <param name="trainedToMs">The time of the newest of these events, Unix milliseconds.</param>
    /// <param name="cases">The test half of the hold-out, in the item numbers of <paramref name="version"/>.</param>
    /// <param name="listLength">The length of the evaluated lists.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static LiveComparison? Compare(
        LiveModel live,
        ModelSnapshot version,
        long trainedToMs,
        IReadOnlyList<EvaluationCase> cases,
        int listLength,
        CancellationToken cancellationToken)
    {
        long last = live.LastEventAt.ToUnixTimeMilliseconds();
        EvaluationCase[] later = [.. cases.Where(testCase => testCase.Signal.NowMs > last)];
        if (later.Length == 0)
        {
            return null;
        }

        OfflineMetrics own = Evaluator.Engine(version, later, listLength, out double[] ownGains, cancellationToken);
        OfflineMetrics before = Evaluator.Engine(
            live.Model,
            [.. later.Select(testCase => Translate(testCase, version.Items, live.Model.Items))],
            listLength,
            out double[] gains,
            cancellationToken);
        PairedGain gain = PairedGain.Of([.. later.Select(testCase => testCase.User)], gains, ownGains);
        return new(live.Model.Version, later.Length, own, before, gain.Mean, gain.Error, last > trainedToMs);
    }

    /// <summary>
    /// Translates a case to the item numbers of another model. Events and targets that the model does not know are
    /// dropped.
    /// </summary>
    private static EvaluationCase Translate(EvaluationCase testCase, ItemIndex from, ItemIndex to)
    {
        List<SignalEvent> known = new(testCase.Signal.Events.Length);
        foreach (ref readonly SignalEvent happened in testCase.Signal.Events.Span)
        {
            if (to.TryGet(from[happened.Item], out int item))
            {
                known.Add(happened with { Item = item });
            }
        }

        return testCase with
        {
            Signal = testCase.Signal with { Events = known.ToArray() },
            Target = to.TryGet(from[testCase.Target], out int target) ? target : -1
        };
    }
}
