using System.Collections.Frozen;
using Personalization.Abstractions.DataQuality;
using Personalization.Abstractions.Events;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Events;

/// <summary>
/// Counts the events of each client key for data-quality monitoring. Costs about ten additions per event.
/// </summary>
internal sealed class EventQualityCounter(EventVocabulary vocabulary, DataQualityTallies tallies)
{
    private const string OtherField = "other";

    private static readonly FrozenSet<string> Fields = FrozenSet.ToFrozenSet(
        ["eventId", "userId", "type", "itemId", "occurredAt", "value", "placement", "recommendationId", "properties"],
        StringComparer.Ordinal);

    private readonly FrozenDictionary<string, string> _types = vocabulary.Types.ToFrozenDictionary(
        type => type.Name, type => DataQualityCounters.Type + type.Name, StringComparer.Ordinal);

    /// <summary>Counts the events of one request.</summary>
    /// <param name="key">The name of the client's API key; null in open mode.</param>
    /// <param name="elements">The elements of the body.</param>
    /// <param name="outcomes">The result of each element.</param>
    /// <param name="now">The time of arrival.</param>
    public void Count(
        string? key, IReadOnlyList<ParsedElement<RawEvent>> elements, EventOutcome[] outcomes, DateTimeOffset now)
    {
        int rejected = 0, duplicates = 0, unavailable = 0;
        for (int i = 0; i < outcomes.Length; i++)
        {
            switch (outcomes[i].Status)
            {
                case OutcomeStatus.Unavailable:
                    unavailable++;
                    continue;
                case OutcomeStatus.Rejected:
                    rejected++;
                    tallies.Add(key, ReasonOf(outcomes[i].Errors), 1);
                    continue;
                case OutcomeStatus.Duplicate:
                    duplicates++;
                    break;
                default:
                    break;
            }

            CountValid(key, elements[i].Value!, now);
        }

        tallies.Add(key, DataQualityCounters.Received, outcomes.Length - unavailable);
        tallies.Add(key, DataQualityCounters.Rejected, rejected);
        tallies.Add(key, DataQualityCounters.Duplicates, duplicates);
    }

    private void CountValid(string? key, RawEvent valid, DateTimeOffset now)
    {
        tallies.Add(key, _types[valid.Type!], 1);
        tallies.Add(key, "field:placement", valid.Placement is null ? 0 : 1);
        tallies.Add(key, "field:recommendationId", valid.RecommendationId is null ? 0 : 1);
        tallies.Add(key, "field:properties", valid.Properties is { Count: > 0 } ? 1 : 0);
        if (valid.Value is { } value)
        {
            tallies.Add(key, "field:value", 1);
            tallies.Add(key, DataQualityCounters.MagnitudeOf(value), 1);
        }

        if (valid.OccurredAt is { } at)
        {
            tallies.Add(key, "field:occurredAt", 1);
            if (DataQualityCounters.LagOf(now - at) is { } lag)
            {
                tallies.Add(key, lag, 1);
            }
        }
    }

    /// <summary>
    /// The counter of an event's first error. The number of counters is bounded for any client input.
    /// </summary>
    private static string ReasonOf(IReadOnlyList<ValidationError>? errors)
    {
        if (errors is not [{ } first, ..])
        {
            return DataQualityCounters.Reject + OtherField;
        }

        // A renamed field is both unknown and missing; the missing field says more.
        ValidationError reason = errors.FirstOrDefault(error => error.Code != "unknown" || IsKnown(error)) ?? first;
        return $"{DataQualityCounters.Reject}{(IsKnown(reason) ? FieldOf(reason) : OtherField)}:{reason.Code}";
    }

    private static bool IsKnown(ValidationError error) => Fields.Contains(FieldOf(error));

    private static string FieldOf(ValidationError error) => error.Path[(error.Path.LastIndexOf('.') + 1)..];
}
