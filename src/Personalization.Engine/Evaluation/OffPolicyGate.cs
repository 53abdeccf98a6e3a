using Personalization.Abstractions.Models;
using Personalization.Engine.Datasets;
using Personalization.Engine.Evaluation.OffPolicy;
using Personalization.Engine.Exploration;
using Personalization.Engine.Models;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Evaluation;

/// <summary>
/// Estimates what the drawn slots of the hold-out would have earned with a version's own items in them. The version is taken as it is before it has seen the hold-out, and
/// ranks each user's history as it was then; its policy for a slot is to put there what it ranks at that place.
/// </summary>
internal static class OffPolicyGate
{
    /// <summary>With fewer draws nothing is estimated.</summary>
    private const int Least = 100;

    /// <summary>Judges; null when the hold-out has too few draws.</summary>
    /// <param name="log">All events and draws.</param>
    /// <param name="rehearsal">The version, trained on what is before the hold-out.</param>
    /// <param name="cutMs">When the hold-out begins: draws after it are judged by, Unix milliseconds.</param>
    /// <param name="seed">What resampling is seeded with.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static OffPolicySummary? Judge(TrainingLog log, ModelSnapshot rehearsal, long cutMs, int seed, CancellationToken cancellationToken)
    {
        LoggedAction[] later = [.. log.Draws.Where(draw => draw.TimeMs > cutMs)];
        if (later.Length < Least)
        {
            return null;
        }

        SeenItemFilter gate = new(rehearsal.Items.Count);
        List<LoggedDecision> draws = [];
        foreach (LoggedAction draw in later)
        {
            UserSignal signal = new(log.EventsOf(draw.User)[..EventsBefore(log, draw)], draw.TimeMs);
            RankedItem[] list = rehearsal.Recommend(signal, gate.Of(signal), draw.Position + 1, cancellationToken);
            if (list.Length > draw.Position)
            {
                bool isOwn = rehearsal.Items[list[draw.Position].Item] == draw.Item;
                double[] own = ActionFeatures.Of(list[draw.Position].Score, list[0].Score, draw.Position);
                draws.Add(new(draw.User, draw.IsRewarded ? 1 : 0, draw.Propensity, isOwn ? 1 : 0, draw.Features, own));
            }
        }

        if (draws.Count < Least)
        {
            return null;
        }

        OffPolicyReport report = OffPolicyEvaluator.Evaluate(draws, new OffPolicyOptions { Seed = seed });
        return new(report.Draws, report.EffectiveDraws, report.Logged, report.Dr.Value, report.Dr.Interval.Low, report.Dr.Interval.High);
    }

    /// <summary>How many of the user's events were before the draw; events are in order of time.</summary>
    private static int EventsBefore(TrainingLog log, LoggedAction draw)
    {
        ReadOnlySpan<SignalEvent> events = log.EventsOf(draw.User).Span;
        int count = 0;
        while (count < events.Length && events[count].TimeMs < draw.TimeMs)
        {
            count++;
        }

        return count;
    }
}
