using Personalization.Abstractions.Models;
using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Evaluation;

/// <summary>Compares a new version with the live one on the same cases.</summary>
/// <remarks>
/// The new version is trained on the events before the hold-out. Cases from the training data of the live version are
/// left out, because the live version would only have to remember them.
/// </remarks>
internal static class LiveModelEvaluator
{
    /// <summary>Compares the versions; null when no case is later than the training data of the live one.</summary>
    /// <param name="live">The live model.</param>
    /// <param name="version">The new version, trained on the events before the hold-out.</param>
    /// <param name="cases">The test half of the hold-out, in the item numbers of <paramref name="version"/>.</param>
    /// <param name="listLength">The length of the evaluated lists.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static LiveComparison? Compare(
        LiveModel live,
        ModelSnapshot version,
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

        (OfflineMetrics own, double[] ownGains) = Judge(version, later, listLength, cancellationToken);
        (OfflineMetrics before, double[] gains) = Judge(
            live.Model,
            [.. later.Select(testCase => Translate(testCase, version.Items, live.Model.Items))],
            listLength,
            cancellationToken);
        PairedGain gain = PairedGain.Of([.. later.Select(testCase => testCase.User)], gains, ownGains);
        return new(live.Model.Version, later.Length, own, before, gain.Mean, gain.Error);
    }

    private static (OfflineMetrics Metrics, double[] Ndcgs) Judge(
        ModelSnapshot model, EvaluationCase[] cases, int listLength, CancellationToken cancellationToken)
    {
        SeenItemFilter filter = new(model.Items.Count);
        MetricSum sum = new(model.Items.Count);
        double[] ndcgs = new double[cases.Length];
        for (int i = 0; i < cases.Length; i++)
        {
            RankedItem[] list = model.Recommend(
                cases[i].Signal,
                filter.Of(cases[i]),
                listLength,
                cancellationToken,
                finish: ListFinish.WithoutReasons);
            foreach (RankedItem ranked in list)
            {
                sum.Show(ranked.Item);
            }

            int rank = 1 + Array.FindIndex(list, ranked => ranked.Item == cases[i].Target);
            sum.Add(rank);
            ndcgs[i] = rank > 0 ? 1 / Math.Log2(rank + 1) : 0;
        }

        return (sum.Result(), ndcgs);
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
