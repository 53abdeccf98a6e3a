using Personalization.Abstractions.Models;
using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Evaluation;

/// <summary>
/// Ranks the same cases with a new version, as it is before it has seen them, and with the live one. Cases that the live one was trained on are left out: it would only
/// have to remember.
/// </summary>
internal static class LiveModelEvaluator
{
    /// <summary>Compares them; null when no case is later than what the live one was trained on.</summary>
    /// <param name="live">The live model.</param>
    /// <param name="rehearsal">The new version, trained on what is before the hold-out.</param>
    /// <param name="cases">The judging half of the hold-out, in the numbers of <paramref name="rehearsal"/>.</param>
    /// <param name="listLength">The length of the lists judged.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static LiveComparison? Compare(LiveModel live, ModelSnapshot rehearsal, IReadOnlyList<EvaluationCase> cases, int listLength, CancellationToken cancellationToken)
    {
        long last = live.LastEventAt.ToUnixTimeMilliseconds();
        EvaluationCase[] later = [.. cases.Where(question => question.Signal.NowMs > last)];
        if (later.Length == 0)
        {
            return null;
        }

        (OfflineMetrics own, double[] ownGains) = Judge(rehearsal, later, listLength, cancellationToken);
        (OfflineMetrics before, double[] gains) = Judge(live.Model, [.. later.Select(question => Translate(question, rehearsal.Items, live.Model.Items))], listLength, cancellationToken);
        PairedGain gain = PairedGain.Of([.. later.Select(question => question.User)], gains, ownGains);
        return new(live.Model.Version, later.Length, own, before, gain.Mean, gain.Error);
    }

    private static (OfflineMetrics Metrics, double[] Ndcgs) Judge(ModelSnapshot model, EvaluationCase[] cases, int listLength, CancellationToken cancellationToken)
    {
        SeenItemFilter gate = new(model.Items.Count);
        MetricSum sum = new(model.Items.Count);
        double[] ndcgs = new double[cases.Length];
        for (int i = 0; i < cases.Length; i++)
        {
            RankedItem[] list = model.Recommend(cases[i].Signal, gate.Of(cases[i]), listLength, cancellationToken);
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

    /// <summary>The same case in another model's numbers. What that model does not know it neither heard of nor can find.</summary>
    private static EvaluationCase Translate(EvaluationCase question, ItemIndex from, ItemIndex to)
    {
        List<SignalEvent> known = new(question.Signal.Events.Length);
        foreach (ref readonly SignalEvent happened in question.Signal.Events.Span)
        {
            if (to.TryGet(from[happened.Item], out int item))
            {
                known.Add(happened with { Item = item });
            }
        }

        return question with { Signal = question.Signal with { Events = known.ToArray() }, Target = to.TryGet(from[question.Target], out int target) ? target : -1 };
    }
}
