using Personalization.Abstractions.Models;
using Personalization.Engine.Datasets;
using Personalization.Engine.Evaluation.OffPolicy;
using Personalization.Engine.Exploration;
using Personalization.Engine.Models;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Evaluation;

/// <summary>Estimates the reward of the hold-out's explored slots with a version's own items in them.</summary>
/// <remarks>
/// The version is trained on the events before the hold-out, and it ranks each user's history as of the action. Its
/// policy for a slot is the item that it ranks at that place.
/// </remarks>
internal static class OffPolicyGate
{
    /// <summary>The fewest decisions for an estimate.</summary>
    private const int Least = 100;

    /// <summary>Estimates the reward; null when the hold-out has too few decisions.</summary>
    /// <param name="log">All events and decisions.</param>
    /// <param name="version">The version, trained on the events before the hold-out.</param>
    /// <param name="cutMs">The end of the training data, Unix milliseconds. Only later decisions are evaluated.</param>
    /// <param name="seed">The seed of the resampling.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static OffPolicySummary? Judge(
        TrainingLog log, ModelSnapshot version, long cutMs, int seed, CancellationToken cancellationToken)
    {
        LoggedAction[] later = [.. log.Draws.Where(action => action.TimeMs > cutMs)];
        if (later.Length < Least)
        {
            return null;
        }

        SeenItemFilter filter = new(version.Items.Count);
        List<LoggedDecision> decisions = [];
        foreach (LoggedAction action in later)
        {
            UserSignal signal = new(log.EventsOf(action.User)[..EventsBefore(log, action)], action.TimeMs);
            RankedItem[] list = version.Recommend(
                signal,
                filter.Of(signal),
                action.Position + 1,
                cancellationToken,
                finish: ListFinish.WithoutReasons);
            if (list.Length > action.Position)
            {
                bool isOwn = version.Items[list[action.Position].Item] == action.Item;
                double[] own = ActionFeatures.Of(list[action.Position].Score, list[0].Score, action.Position);
                decisions.Add(new(
                    action.User, action.IsRewarded ? 1 : 0, action.Propensity, isOwn ? 1 : 0, action.Features, own));
            }
        }

        if (decisions.Count < Least)
        {
            return null;
        }

        OffPolicyReport report = OffPolicyEvaluator.Evaluate(decisions, new OffPolicyOptions { Seed = seed });
        return new(
            report.Draws,
            report.EffectiveDraws,
            report.Logged,
            report.Dr.Value,
            report.Dr.Interval.Low,
            report.Dr.Interval.High);
    }

    /// <summary>Counts the events of the user before the action. Events are in the order of time.</summary>
    private static int EventsBefore(TrainingLog log, LoggedAction action)
    {
        ReadOnlySpan<SignalEvent> events = log.EventsOf(action.User).Span;
        int count = 0;
        while (count < events.Length && events[count].TimeMs < action.TimeMs)
        {
            count++;
        }

        return count;
    }
}
