using System.Collections.Immutable;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Experiments.Attribution;
using Personalization.Engine.Experiments.Statistics;

namespace Personalization.ClusterTests.Experiments;

/// <summary>
/// An oracle: computes a user's part of the statistics from the log, independently of the engine's own code and stored
/// metric deltas.
/// </summary>
internal static class RebuiltUser
{
    public static ExperimentStatistics PartOf(IReadOnlyList<LogEntry> log, ExperimentDefinition definition)
    {
        EnteredArm? arm = log.OfType<EnteredEntry>()
            .SelectMany(entry => entry.Arms)
            .Where(entered => entered.Experiment == definition.Name)
            .MinBy(entered => entered.Since);
        if (arm is null || log.Any(entry => entry is AliasEntry))
        {
            return ExperimentStatistics.Empty;
        }

        UserEvent[] done = [.. log.OfType<EventEntry>().Select(entry => entry.Event)];
        ImmutableArray<Exposure> lists =
        [
            new Exposure("the entry's", arm.Since, []),
            .. done.Select(happened => happened.RecommendationId).OfType<string>().Distinct()
                .Where(id => RecommendationIds.ServedOf(id) is { } served
                    && served.At >= arm.Since
                    && served.Experiments.Contains(arm.Number))
                .Select(id => new Exposure(id, RecommendationIds.ServedOf(id)!.Value.At, [])),
        ];
        return ExperimentStatistics.Of(arm.Arm, UserPart.Of(definition, lists, done));
    }
}
