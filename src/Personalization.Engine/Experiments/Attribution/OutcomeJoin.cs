using System.Collections.Immutable;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;

namespace Personalization.Engine.Experiments.Attribution;

/// <summary>Joins a user's events to the lists that were served to the user.</summary>
/// <remarks>
/// An event joins at most one list: the list it names; otherwise the latest list before the event whose window contains
/// it. The join uses the times of events, not their arrival: the order of arrival does not matter, and a late event is
/// joined as if it had come in time.
/// </remarks>
public static class OutcomeJoin
{
    /// <summary>Gets the outcome of each list, in the given order.</summary>
    /// <param name="exposures">The user's lists.</param>
    /// <param name="events">The user's events, including other types, which may confirm that a list was shown.</param>
    /// <param name="definition">The events that count and their measure.</param>
    /// <param name="now">The present time, which determines the windows that have ended.</param>
    public static ImmutableArray<JoinedOutcome> Join(
        IReadOnlyList<Exposure> exposures,
        IReadOnlyCollection<UserEvent> events,
        OutcomeDefinition definition,
        DateTimeOffset now)
    {
        HashSet<string> named = definition.NeedsActivation
            ? [.. events.Select(userEvent => userEvent.RecommendationId).OfType<string>()]
            : [];
        bool[] active = [.. exposures.Select(exposure => !definition.NeedsActivation
            || exposure.IsConfirmed
            || named.Contains(exposure.RecommendationId))];
        List<double>[] rewards = [.. exposures.Select(_ => new List<double>())];
        foreach (UserEvent userEvent in CountedEvents(events, definition))
        {
            int at = Find(exposures, active, userEvent, definition);
            if (at >= 0)
            {
                rewards[at].Add(userEvent.Value ?? definition.DefaultReward);
            }
        }

        return [.. exposures.Select((exposure, i) => new JoinedOutcome(
            exposure,
            active[i],
            rewards[i].Count,
            MeasureOf(rewards[i], definition.Measure),
            now > EndOf(exposure.At, definition.Window)))];
    }

    /// <summary>Gets the combined measure of a user's lists.</summary>
    public static double Total(IEnumerable<JoinedOutcome> outcomes, OutcomeMeasure measure)
    {
        JoinedOutcome[] with = [.. outcomes.Where(outcome => outcome.Events > 0)
            .OrderBy(outcome => outcome.Exposure.At)
            .ThenBy(outcome => outcome.Exposure.RecommendationId, StringComparer.Ordinal)];
        return measure switch
        {
            OutcomeMeasure.Any => with.Length > 0 ? 1 : 0,
            OutcomeMeasure.First => with.Length > 0 ? with[0].Reward : 0,
            _ => with.Sum(outcome => outcome.Reward),
        };
    }

    /// <summary>Gets the measure of the user's events in one window before a time.</summary>
    /// <remarks>This is the CUPED covariate: the experiment cannot have changed it.</remarks>
    public static double Before(
        DateTimeOffset time, IReadOnlyCollection<UserEvent> events, OutcomeDefinition definition)
    {
        IEnumerable<double> rewards = CountedEvents(events, definition)
            .Where(userEvent => userEvent.OccurredAt < time && EndOf(userEvent.OccurredAt, definition.Window) >= time)
            .Select(userEvent => userEvent.Value ?? definition.DefaultReward);
        return MeasureOf([.. rewards], definition.Measure);
    }

    private static IEnumerable<UserEvent> CountedEvents(
        IReadOnlyCollection<UserEvent> events, OutcomeDefinition definition) =>
        events.Where(userEvent => definition.EventTypes.Contains(userEvent.Type))
            .OrderBy(userEvent => userEvent.OccurredAt).ThenBy(userEvent => userEvent.EventId, StringComparer.Ordinal);

    private static int Find(
        IReadOnlyList<Exposure> exposures, bool[] active, UserEvent userEvent, OutcomeDefinition definition)
    {
        int found = -1;
        for (int i = 0; i < exposures.Count; i++)
        {
            Exposure exposure = exposures[i];
            bool mayJoin = active[i]
                && userEvent.OccurredAt >= exposure.At
                && userEvent.OccurredAt <= EndOf(exposure.At, definition.Window)
                && (userEvent.RecommendationId is { } name
                    ? name == exposure.RecommendationId
                    : !definition.OnlyNamed)
                && (!definition.OnlyListed || exposure.Items.Contains(userEvent.ItemId));
            found = mayJoin && (found < 0 || exposure.At >= exposures[found].At) ? i : found;
        }

        return found;
    }

    /// <summary>The end of a window, at most the last representable time.</summary>
    /// <remarks>A stored id can have an absurd time.</remarks>
    private static DateTimeOffset EndOf(DateTimeOffset start, TimeSpan window) =>
        start > DateTimeOffset.MaxValue - window ? DateTimeOffset.MaxValue : start + window;

    private static double MeasureOf(List<double> rewards, OutcomeMeasure measure) => measure switch
    {
        OutcomeMeasure.Any => rewards.Count > 0 ? 1 : 0,
        OutcomeMeasure.Count => rewards.Count,
        OutcomeMeasure.First => rewards.Count > 0 ? rewards[0] : 0,
        _ => rewards.Sum(),
    };
}
