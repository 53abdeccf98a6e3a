using System.Collections.Immutable;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;

namespace Personalization.Engine.Experiments.Attribution;

/// <summary>
/// Joins a user's events to the lists the user was served. An event joins one list at most: the one it names, else the latest served before
/// it whose window it happened in. It goes by when things happened and not by when they arrived: events in any order give the same, and a late one
/// takes the place it would have had.
/// </summary>
public static class OutcomeJoin
{
    /// <summary>What came of each list, in the order given.</summary>
    /// <param name="exposures">The user's lists.</param>
    /// <param name="events">The user's events; those of other types are needed too, where a showing must be confirmed.</param>
    /// <param name="definition">Which events count, and for what.</param>
    /// <param name="now">The present time: tells whose window is over.</param>
    public static ImmutableArray<JoinedOutcome> Join(
        IReadOnlyList<Exposure> exposures, IReadOnlyCollection<UserEvent> events, OutcomeDefinition definition, DateTimeOffset now)
    {
        HashSet<string> named = definition.NeedsActivation ? [.. events.Select(happened => happened.RecommendationId).OfType<string>()] : [];
        bool[] active = [.. exposures.Select(exposure => !definition.NeedsActivation || exposure.IsConfirmed || named.Contains(exposure.RecommendationId))];
        List<double>[] rewards = [.. exposures.Select(_ => new List<double>())];
        foreach (UserEvent happened in Counting(events, definition))
        {
            int at = Find(exposures, active, happened, definition);
            if (at >= 0)
            {
                rewards[at].Add(happened.Value ?? definition.DefaultReward);
            }
        }

        return [.. exposures.Select((exposure, i) => new JoinedOutcome(
            exposure, active[i], rewards[i].Count, Measured(rewards[i], definition.Measure), now > exposure.At + definition.Window))];
    }

    /// <summary>What a user's lists count for together.</summary>
    public static double Total(IEnumerable<JoinedOutcome> outcomes, OutcomeMeasure measure)
    {
        JoinedOutcome[] with = [.. outcomes.Where(outcome => outcome.Events > 0).OrderBy(outcome => outcome.Exposure.At).ThenBy(outcome => outcome.Exposure.RecommendationId, StringComparer.Ordinal)];
        return measure switch
        {
            OutcomeMeasure.Any => with.Length > 0 ? 1 : 0,
            OutcomeMeasure.First => with.Length > 0 ? with[0].Reward : 0,
            _ => with.Sum(outcome => outcome.Reward),
        };
    }

    /// <summary>
    /// What the user's events of one window's length before a time count for: the covariate that adjusts what came after. Nothing of the experiment can
    /// have changed it.
    /// </summary>
    public static double Before(DateTimeOffset time, IReadOnlyCollection<UserEvent> events, OutcomeDefinition definition) => Measured(
        [.. Counting(events, definition).Where(happened => happened.OccurredAt < time && happened.OccurredAt >= time - definition.Window).Select(happened => happened.Value ?? definition.DefaultReward)],
        definition.Measure);

    private static IEnumerable<UserEvent> Counting(IReadOnlyCollection<UserEvent> events, OutcomeDefinition definition) =>
        events.Where(happened => definition.EventTypes.Contains(happened.Type))
            .OrderBy(happened => happened.OccurredAt).ThenBy(happened => happened.EventId, StringComparer.Ordinal);

    private static int Find(IReadOnlyList<Exposure> exposures, bool[] active, UserEvent happened, OutcomeDefinition definition)
    {
        int found = -1;
        for (int i = 0; i < exposures.Count; i++)
        {
            Exposure exposure = exposures[i];
            bool mayJoin = active[i] && happened.OccurredAt >= exposure.At && happened.OccurredAt <= exposure.At + definition.Window
                && (happened.RecommendationId is { } name ? name == exposure.RecommendationId : !definition.OnlyNamed)
                && (!definition.OnlyListed || exposure.Items.Contains(happened.ItemId));
            found = mayJoin && (found < 0 || exposure.At >= exposures[found].At) ? i : found;
        }

        return found;
    }

    private static double Measured(List<double> rewards, OutcomeMeasure measure) => measure switch
    {
        OutcomeMeasure.Any => rewards.Count > 0 ? 1 : 0,
        OutcomeMeasure.Count => rewards.Count,
        OutcomeMeasure.First => rewards.Count > 0 ? rewards[0] : 0,
        _ => rewards.Sum(),
    };
}
